# For calls whose version constraint lets both sides of 4.0 in: inputs whose default changed have none here.

variable "cidr" {
  type = string
}

variable "database_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "default_vpc_enable_dns_hostnames" {
  type = bool
}

variable "elasticache_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "enable_dns_hostnames" {
  type = bool
}

variable "intra_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "manage_default_route_table" {
  type = bool
}

variable "manage_default_security_group" {
  type = bool
}

variable "map_public_ip_on_launch" {
  type = bool
}

variable "outpost_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "private_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "public_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "redshift_subnet_assign_ipv6_address_on_creation" {
  type = bool
}

variable "private_subnet_enable_dns64" {
  type = bool
}

variable "manage_default_network_acl" {
  type = bool
}
