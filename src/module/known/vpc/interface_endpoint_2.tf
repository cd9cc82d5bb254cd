# An interface endpoint of versions before 3.0: NAME and SERVICE come from the table. The line with the policy is for those that take one.

data "aws_vpc_endpoint_service" "NAME" {
  count = local.create_vpc && var.enable_NAME_endpoint ? 1 : 0

  SERVICE
}

resource "aws_vpc_endpoint" "NAME" {
  count = local.create_vpc && var.enable_NAME_endpoint ? 1 : 0

  vpc_id              = local.vpc_id
  service_name        = data.aws_vpc_endpoint_service.NAME[0].service_name
  vpc_endpoint_type   = "Interface"
  security_group_ids  = var.NAME_endpoint_security_group_ids
  subnet_ids          = length(var.NAME_endpoint_subnet_ids) > 0 ? var.NAME_endpoint_subnet_ids : aws_subnet.private[*].id
  policy              = var.NAME_endpoint_policy
  private_dns_enabled = var.NAME_endpoint_private_dns_enabled
  tags                = merge(var.tags, var.vpc_endpoint_tags)
}

variable "enable_NAME_endpoint" {
  type    = bool
  default = false
}

variable "NAME_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "NAME_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "NAME_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}
