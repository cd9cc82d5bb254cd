# Calls of cloudposse/vpc.

module "plain" {
  ipv4_primary_cidr_block = "10.0.0.0/16"
  namespace               = "eg"
  stage                   = "test"
  name                    = "net"
  attributes              = ["main"]
  tags                    = { Owner = "net" }
}

module "off" {
  enabled                                   = false
  ipv4_primary_cidr_block                   = "10.0.0.0/16"
  ipv6_egress_only_internet_gateway_enabled = true
  default_route_table_no_routes             = true
  default_network_acl_deny_all              = true
  ipv4_additional_cidr_block_associations = {
    "10.1.0.0/16" = { ipv4_cidr_block = "10.1.0.0/16", ipv4_ipam_pool_id = null, ipv4_netmask_length = null }
  }
}

module "off_by_context" {
  ipv4_primary_cidr_block = "10.0.0.0/16"
  context = {
    enabled             = false
    namespace           = "eg"
    tenant              = null
    environment         = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
}

module "in_context" {
  ipv4_primary_cidr_block = "10.0.0.0/16"
  attributes              = ["two"]
  context = {
    enabled             = true
    namespace           = "eg"
    tenant              = "core"
    environment         = "ue1"
    stage               = null
    name                = "vpc"
    delimiter           = "_"
    attributes          = ["one"]
    tags                = { Owner = "net" }
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = ["tenant", "attributes", "name"]
    id_length_limit     = null
    label_key_case      = "lower"
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
}

module "everything" {
  ipv4_primary_cidr_block                   = "10.0.0.0/16"
  name                                      = "all"
  ipv6_egress_only_internet_gateway_enabled = true
  default_route_table_no_routes             = true
  default_network_acl_deny_all              = true
  network_address_usage_metrics_enabled     = true
  instance_tenancy                          = "dedicated"
  ipv4_additional_cidr_block_associations = {
    "10.1.0.0/16" = { ipv4_cidr_block = "10.1.0.0/16", ipv4_ipam_pool_id = null, ipv4_netmask_length = null }
    pool          = { ipv4_cidr_block = null, ipv4_ipam_pool_id = "ipam-pool-1", ipv4_netmask_length = 20 }
  }
  ipv6_additional_cidr_block_associations = {
    pool = { ipv6_cidr_block = null, ipv6_ipam_pool_id = "ipam-pool-6", ipv6_netmask_length = 56 }
  }
}

module "little" {
  ipv4_primary_cidr_block          = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = false
  dns_hostnames_enabled            = false
  dns_support_enabled              = false
  internet_gateway_enabled         = false
  default_security_group_deny_all  = false
}

module "from_pool" {
  ipv4_primary_cidr_block_association = { ipv4_ipam_pool_id = "ipam-pool-4", ipv4_netmask_length = 16 }
  ipv6_primary_cidr_block_association = { ipv6_cidr_block = null, ipv6_ipam_pool_id = "ipam-pool-6", ipv6_netmask_length = 56 }
  assign_generated_ipv6_cidr_block    = null
}
