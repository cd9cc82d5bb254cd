# Versions before 3.0 make endpoints themselves, one switch a service. Interface endpoints stand in all private subnets unless told otherwise;
# policies can be given for some services only.

data "aws_vpc_endpoint_service" "s3" {
  count = local.create_vpc && var.enable_s3_endpoint ? 1 : 0

  service      = "s3"
  service_type = var.s3_endpoint_type
}

resource "aws_vpc_endpoint" "s3" {
  count = local.create_vpc && var.enable_s3_endpoint ? 1 : 0

  vpc_id              = local.vpc_id
  service_name        = data.aws_vpc_endpoint_service.s3[0].service_name
  vpc_endpoint_type   = var.s3_endpoint_type
  security_group_ids  = var.s3_endpoint_type == "Interface" ? var.s3_endpoint_security_group_ids : null
  subnet_ids          = var.s3_endpoint_type != "Interface" ? null : (length(var.s3_endpoint_subnet_ids) > 0 ? var.s3_endpoint_subnet_ids : aws_subnet.private[*].id)
  policy              = var.s3_endpoint_policy
  private_dns_enabled = var.s3_endpoint_type == "Interface" ? var.s3_endpoint_private_dns_enabled : null
  tags                = merge(var.tags, var.vpc_endpoint_tags)
}

resource "aws_vpc_endpoint_route_table_association" "private_s3" {
  count = local.create_vpc && var.enable_s3_endpoint && var.s3_endpoint_type == "Gateway" ? local.nat_count : 0

  vpc_endpoint_id = aws_vpc_endpoint.s3[0].id
  route_table_id  = element(aws_route_table.private[*].id, count.index)
}

resource "aws_vpc_endpoint_route_table_association" "intra_s3" {
  count = var.enable_s3_endpoint && local.intra_count > 0 && var.s3_endpoint_type == "Gateway" ? 1 : 0

  vpc_endpoint_id = aws_vpc_endpoint.s3[0].id
  route_table_id  = aws_route_table.intra[0].id
}

resource "aws_vpc_endpoint_route_table_association" "public_s3" {
  count = var.enable_s3_endpoint && var.enable_public_s3_endpoint && local.public_count > 0 && var.s3_endpoint_type == "Gateway" ? 1 : 0

  vpc_endpoint_id = aws_vpc_endpoint.s3[0].id
  route_table_id  = aws_route_table.public[0].id
}

data "aws_vpc_endpoint_service" "dynamodb" {
  count = local.create_vpc && var.enable_dynamodb_endpoint ? 1 : 0

  service      = "dynamodb"
  service_type = var.dynamodb_endpoint_type
}

resource "aws_vpc_endpoint" "dynamodb" {
  count = local.create_vpc && var.enable_dynamodb_endpoint ? 1 : 0

  vpc_id              = local.vpc_id
  service_name        = data.aws_vpc_endpoint_service.dynamodb[0].service_name
  vpc_endpoint_type   = var.dynamodb_endpoint_type
  security_group_ids  = var.dynamodb_endpoint_type == "Interface" ? var.dynamodb_endpoint_security_group_ids : null
  subnet_ids          = var.dynamodb_endpoint_type != "Interface" ? null : (length(var.dynamodb_endpoint_subnet_ids) > 0 ? var.dynamodb_endpoint_subnet_ids : aws_subnet.private[*].id)
  policy              = var.dynamodb_endpoint_policy
  private_dns_enabled = var.dynamodb_endpoint_type == "Interface" ? var.dynamodb_endpoint_private_dns_enabled : null
  tags                = merge(var.tags, var.vpc_endpoint_tags)
}

resource "aws_vpc_endpoint_route_table_association" "private_dynamodb" {
  count = local.create_vpc && var.enable_dynamodb_endpoint && var.dynamodb_endpoint_type == "Gateway" ? local.nat_count : 0

  vpc_endpoint_id = aws_vpc_endpoint.dynamodb[0].id
  route_table_id  = element(aws_route_table.private[*].id, count.index)
}

resource "aws_vpc_endpoint_route_table_association" "intra_dynamodb" {
  count = var.enable_dynamodb_endpoint && local.intra_count > 0 && var.dynamodb_endpoint_type == "Gateway" ? 1 : 0

  vpc_endpoint_id = aws_vpc_endpoint.dynamodb[0].id
  route_table_id  = aws_route_table.intra[0].id
}

resource "aws_vpc_endpoint_route_table_association" "public_dynamodb" {
  count = var.enable_dynamodb_endpoint && local.public_count > 0 && var.dynamodb_endpoint_type == "Gateway" ? 1 : 0

  vpc_endpoint_id = aws_vpc_endpoint.dynamodb[0].id
  route_table_id  = aws_route_table.public[0].id
}

variable "vpc_endpoint_tags" {
  type    = map(string)
  default = {}
}

variable "enable_s3_endpoint" {
  type    = bool
  default = false
}

variable "s3_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "s3_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "s3_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "s3_endpoint_policy" {
  type    = string
  default = null
}

variable "s3_endpoint_type" {
  type    = string
  default = "Gateway"
}

variable "enable_dynamodb_endpoint" {
  type    = bool
  default = false
}

variable "dynamodb_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "dynamodb_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "dynamodb_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "dynamodb_endpoint_policy" {
  type    = string
  default = null
}

variable "dynamodb_endpoint_type" {
  type    = string
  default = "Gateway"
}

variable "sagemaker_notebook_endpoint_region" {
  type    = string
  default = ""
}

variable "enable_public_s3_endpoint" {
  type    = bool
  default = true
}

output "vpc_endpoint_s3_id" {
  value = try(aws_vpc_endpoint.s3[0].id, "")
}

output "vpc_endpoint_s3_pl_id" {
  value = try(aws_vpc_endpoint.s3[0].prefix_list_id, "")
}

output "vpc_endpoint_dynamodb_id" {
  value = try(aws_vpc_endpoint.dynamodb[0].id, "")
}

output "vpc_endpoint_dynamodb_pl_id" {
  value = try(aws_vpc_endpoint.dynamodb[0].prefix_list_id, "")
}
