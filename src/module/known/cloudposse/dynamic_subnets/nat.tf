# NAT gateways in public subnets, or instances in their place.

locals {
  helps64   = local.public_dns64 || local.private_dns64
  gateways  = (local.private4 || local.helps64) && (var.nat_gateway_enabled == null ? !coalesce(var.nat_instance_enabled, false) : var.nat_gateway_enabled)
  instances = local.private4 && coalesce(var.nat_instance_enabled, false) && !coalesce(var.nat_gateway_enabled, false)
  makes_nat = local.gateways || local.instances

  # Once the first subnets had one each; from 3.0 one of each zone has, or those that are asked for.
  asked = (
    var.nat_gateway_public_subnet_names == null ? var.nat_gateway_public_subnet_indices
    : [for name in var.nat_gateway_public_subnet_names : try(index(local.public_names, name), -1)]
  )
  placed = [for place in local.asked : place if place >= 0 && place < local.public_per_zone]
  in_zones = flatten([
    for zone in range(min(length(local.zones), var.max_nats)) : [for place in local.placed : zone * local.public_per_zone + place]
  ])
  in_row = range(min(length(local.zones) * var.subnets_per_az_count, var.max_nats))
  nats   = !local.makes_nat ? [] : local.since_3_0_0 ? local.in_zones : local.in_row

  # Which of them serves a private route table, and a public one.
  serves_private = [
    for table in range(local.private_tables) :
    (local.since_3_0_0 ? floor(table / local.private_per_zone) * length(local.asked) + table % local.private_per_zone % length(local.asked) : table) % length(local.nats)
    if length(local.nats) > 0
  ]
  serves_public = [
    for table in range(local.public_tables) :
    (local.since_3_0_0 ? floor(table / local.public_per_zone) * length(local.asked) + table % local.public_per_zone % length(local.asked) : table) % length(local.nats)
    if length(local.nats) > 0
  ]

  own_addresses = length(var.nat_elastic_ips) > 0
  allocations   = local.own_addresses ? data.aws_eip.nat[*].id : aws_eip.default[*].id
}

module "nat_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context    = module.this.context
  attributes = ["nat"]
}

module "nat_instance_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context    = module.this.context
  attributes = ["nat", "instance"]
}

data "aws_eip" "nat" {
  count     = local.makes_nat ? length(var.nat_elastic_ips) : 0
  public_ip = var.nat_elastic_ips[count.index]
}

resource "aws_eip" "default" {
  count = local.own_addresses ? 0 : length(local.nats)

  tags = merge(module.nat_label.tags, { Name = "${module.nat_label.id}${local.glue}${local.public_ends[local.nats[count.index]]}" })
}

resource "aws_nat_gateway" "default" {
  count = local.gateways ? length(local.nats) : 0

  allocation_id = local.allocations[count.index]
  subnet_id     = aws_subnet.public[local.nats[count.index]].id
  tags          = merge(module.nat_label.tags, { Name = "${module.nat_label.id}${local.glue}${local.public_ends[local.nats[count.index]]}" })
}

resource "aws_route" "nat4" {
  count = local.gateways && local.private4 ? local.private_tables : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.default[local.serves_private[count.index]].id
}

resource "aws_route" "private_nat64" {
  count = local.gateways && local.private_dns64 ? local.private_tables : 0

  route_table_id              = aws_route_table.private[count.index].id
  destination_ipv6_cidr_block = "64:ff9b::/96"
  nat_gateway_id              = aws_nat_gateway.default[local.serves_private[count.index]].id
}

resource "aws_route" "public_nat64" {
  count = local.gateways && local.public_dns64 ? local.public_tables : 0

  route_table_id              = local.public_table_ids[count.index]
  destination_ipv6_cidr_block = "64:ff9b::/96"
  nat_gateway_id              = aws_nat_gateway.default[local.serves_public[count.index]].id
}

resource "aws_security_group" "nat_instance" {
  count = local.instances ? 1 : 0

  name        = module.nat_instance_label.id
  description = uuid()
  vpc_id      = var.vpc_id
  tags        = module.nat_instance_label.tags
}

resource "aws_security_group_rule" "nat_instance_ingress" {
  count = local.instances ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "ingress"
  description       = uuid()
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = [local.whole4]
}

resource "aws_security_group_rule" "nat_instance_egress" {
  count = local.instances ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "egress"
  description       = uuid()
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_instance" "nat_instance" {
  count = local.instances ? length(local.nats) : 0

  ami                         = try(var.nat_instance_ami_id[0], uuid())
  instance_type               = var.nat_instance_type
  subnet_id                   = aws_subnet.public[local.nats[count.index]].id
  vpc_security_group_ids      = aws_security_group.nat_instance[*].id
  associate_public_ip_address = true
  source_dest_check           = false
  ebs_optimized               = true
  tags                        = merge(module.nat_instance_label.tags, { Name = "${module.nat_instance_label.id}${local.glue}${local.public_ends[local.nats[count.index]]}" })

  metadata_options {
    http_endpoint               = var.metadata_http_endpoint_enabled ? "enabled" : "disabled"
    http_put_response_hop_limit = var.metadata_http_put_response_hop_limit
    http_tokens                 = var.metadata_http_tokens_required ? "required" : "optional"
  }

  root_block_device {
    encrypted = var.root_block_device_encrypted == null ? var.nat_instance_root_block_device_encrypted : var.root_block_device_encrypted
  }

  dynamic "credit_specification" {
    for_each = toset(var.nat_instance_cpu_credits_override == "" ? [] : [var.nat_instance_cpu_credits_override])

    content {
      cpu_credits = credit_specification.value
    }
  }
}

resource "aws_eip_association" "nat_instance" {
  count = local.instances ? length(local.nats) : 0

  instance_id   = aws_instance.nat_instance[count.index].id
  allocation_id = local.allocations[count.index]
}

resource "aws_route" "nat_instance" {
  count = local.instances ? local.private_tables : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_instance.nat_instance[local.serves_private[count.index]].primary_network_interface_id
}
