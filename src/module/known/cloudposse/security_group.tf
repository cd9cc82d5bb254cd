# What cloudposse/security-group builds, for calls whose source is not on disk: from 1.0.
#
# Written from the module's documented inputs and outputs and its behaviour in 1.0.0, 1.0.1, 2.0.0 and 2.2.0. Rules come as a list, as
# lists by name, and as a matrix, of which every subject has every rule.

locals {
  enabled  = module.this.enabled
  glue     = module.this.delimiter
  makes    = local.enabled && length(var.target_security_group_id) == 0
  renewed  = var.create_before_destroy == null ? local.since_2_0_0 : var.create_before_destroy
  own_name = length(var.security_group_name) > 0 ? var.security_group_name[0] : null
  prefix   = local.own_name == null ? "${module.this.id}${local.glue}" : local.own_name
  tags     = merge(module.this.tags, try(length(local.own_name), 0) > 0 ? { Name = local.own_name } : {})
  group_id = !local.enabled ? null : !local.makes ? var.target_security_group_id[0] : local.renewed ? aws_security_group.cbd[0].id : aws_security_group.default[0].id

  # From 2.0 rules that change are put into a new group, of a new name.
  renews = local.since_2_0_0 && local.renewed && !var.preserve_security_group_id && length(var.target_security_group_id) == 0

  undescribed = "Managed by Terraform"
  nothing = {
    description              = local.undescribed
    cidr_blocks              = []
    ipv6_cidr_blocks         = []
    prefix_list_ids          = []
    security_groups          = []
    source_security_group_id = null
    self                     = null
  }

  listed = flatten([
    for name, rules in merge({ _list_ = var.rules }, var.rules_map) : [
      for place, rule in rules : {
        key                      = coalesce(lookup(rule, "key", null), "${name}[${place}]")
        type                     = rule.type
        protocol                 = rule.protocol
        from_port                = rule.from_port
        to_port                  = rule.to_port
        description              = lookup(rule, "description", local.undescribed)
        cidr_blocks              = try(length(rule.cidr_blocks), 0) > 0 ? rule.cidr_blocks : []
        ipv6_cidr_blocks         = try(length(rule.ipv6_cidr_blocks), 0) > 0 ? rule.ipv6_cidr_blocks : []
        prefix_list_ids          = try(length(rule.prefix_list_ids), 0) > 0 ? rule.prefix_list_ids : []
        security_groups          = []
        source_security_group_id = lookup(rule, "source_security_group_id", null)
        self                     = !local.since_1_0_1 ? lookup(rule, "self", null) : lookup(rule, "self", null) == true ? true : null
      } if local.enabled
    ]
  ])

  matrix = flatten([
    for row, subject in var.rule_matrix : [
      for place, rule in subject.rules : {
        key                      = "${coalesce(lookup(subject, "key", null), "_m[${row}]")}#${coalesce(lookup(rule, "key", null), "[${place}]")}"
        type                     = rule.type
        protocol                 = rule.protocol
        from_port                = rule.from_port
        to_port                  = rule.to_port
        description              = lookup(rule, "description", local.undescribed)
        cidr_blocks              = lookup(subject, "cidr_blocks", [])
        ipv6_cidr_blocks         = lookup(subject, "ipv6_cidr_blocks", [])
        prefix_list_ids          = lookup(subject, "prefix_list_ids", [])
        security_groups          = lookup(subject, "source_security_group_ids", [])
        source_security_group_id = null
        # It is documented of the subject, and read from the rule since 1.0.1.
        self = !local.since_1_0_1 ? lookup(subject, "self", null) : lookup(rule, "self", null) == true ? true : null
      } if local.enabled
    ]
  ])

  all_egress = [
    for all in ["-1"] : merge(local.nothing, {
      key              = "_allow_all_egress_"
      type             = "egress"
      protocol         = all
      from_port        = 0
      to_port          = 0
      description      = uuid()
      cidr_blocks      = ["0.0.0.0/0"]
      ipv6_cidr_blocks = ["::/0"]
    }) if local.enabled && coalesce(var.allow_all_egress, local.since_2_0_0)
  ]

  inside = [for rule in concat(local.listed, local.matrix, local.all_egress) : rule if var.inline_rules_enabled]

  # A resource has one kind of source, and at most one group.
  split = flatten([
    for rule in local.matrix : concat(
      [for self in [rule.self] : merge(rule, local.nothing, { key = "${rule.key}#self", description = rule.description, self = self }) if self != null],
      [for place, group in rule.security_groups : merge(rule, local.nothing, { key = "${rule.key}#sg#${place}", description = rule.description, source_security_group_id = group })],
      [for blocks in [rule] : merge(rule, { key = "${rule.key}#cidr", security_groups = [], self = null }) if length(concat(rule.cidr_blocks, rule.ipv6_cidr_blocks, rule.prefix_list_ids)) > 0],
    ) if !var.inline_rules_enabled
  ])
  rules = { for rule in concat(local.listed, local.split, local.all_egress) : rule.key => rule }
}

resource "aws_security_group" "default" {
  count = local.makes && !local.renewed ? 1 : 0

  name                   = local.own_name == null ? module.this.id : local.own_name
  description            = var.security_group_description
  vpc_id                 = var.vpc_id
  revoke_rules_on_delete = var.revoke_rules_on_delete
  tags                   = local.tags

  dynamic "ingress" {
    for_each = [for rule in local.inside : rule if rule.type == "ingress"]

    content {
      protocol         = ingress.value.protocol
      from_port        = ingress.value.from_port
      to_port          = ingress.value.to_port
      description      = ingress.value.description
      cidr_blocks      = ingress.value.cidr_blocks
      ipv6_cidr_blocks = ingress.value.ipv6_cidr_blocks
      prefix_list_ids  = ingress.value.prefix_list_ids
      security_groups  = ingress.value.security_groups
      self             = ingress.value.self
    }
  }

  dynamic "egress" {
    for_each = [for rule in local.inside : rule if rule.type == "egress"]

    content {
      protocol         = egress.value.protocol
      from_port        = egress.value.from_port
      to_port          = egress.value.to_port
      description      = egress.value.description
      cidr_blocks      = egress.value.cidr_blocks
      ipv6_cidr_blocks = egress.value.ipv6_cidr_blocks
      prefix_list_ids  = egress.value.prefix_list_ids
      security_groups  = egress.value.security_groups
      self             = egress.value.self
    }
  }
}

resource "aws_security_group" "cbd" {
  count = local.makes && local.renewed ? 1 : 0

  name_prefix            = local.renews ? "${local.prefix}${local.glue}${uuid()}${local.glue}" : local.prefix
  description            = var.security_group_description
  vpc_id                 = var.vpc_id
  revoke_rules_on_delete = var.revoke_rules_on_delete
  tags                   = local.tags

  dynamic "ingress" {
    for_each = [for rule in local.inside : rule if rule.type == "ingress"]

    content {
      protocol         = ingress.value.protocol
      from_port        = ingress.value.from_port
      to_port          = ingress.value.to_port
      description      = ingress.value.description
      cidr_blocks      = ingress.value.cidr_blocks
      ipv6_cidr_blocks = ingress.value.ipv6_cidr_blocks
      prefix_list_ids  = ingress.value.prefix_list_ids
      security_groups  = ingress.value.security_groups
      self             = ingress.value.self
    }
  }

  dynamic "egress" {
    for_each = [for rule in local.inside : rule if rule.type == "egress"]

    content {
      protocol         = egress.value.protocol
      from_port        = egress.value.from_port
      to_port          = egress.value.to_port
      description      = egress.value.description
      cidr_blocks      = egress.value.cidr_blocks
      ipv6_cidr_blocks = egress.value.ipv6_cidr_blocks
      prefix_list_ids  = egress.value.prefix_list_ids
      security_groups  = egress.value.security_groups
      self             = egress.value.self
    }
  }
}

resource "aws_security_group_rule" "keyed" {
  for_each = { for key, rule in local.rules : key => rule if local.renews || !local.since_2_0_0 }

  security_group_id        = local.group_id
  type                     = each.value.type
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  description              = each.value.description
  cidr_blocks              = length(each.value.cidr_blocks) > 0 ? each.value.cidr_blocks : null
  ipv6_cidr_blocks         = length(each.value.ipv6_cidr_blocks) > 0 ? each.value.ipv6_cidr_blocks : null
  prefix_list_ids          = each.value.prefix_list_ids
  source_security_group_id = each.value.source_security_group_id
  self                     = each.value.self
}

resource "aws_security_group_rule" "dbc" {
  for_each = { for key, rule in local.rules : key => rule if local.since_2_0_0 && !local.renews }

  security_group_id        = local.group_id
  type                     = each.value.type
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  description              = each.value.description
  cidr_blocks              = length(each.value.cidr_blocks) > 0 ? each.value.cidr_blocks : null
  ipv6_cidr_blocks         = length(each.value.ipv6_cidr_blocks) > 0 ? each.value.ipv6_cidr_blocks : null
  prefix_list_ids          = each.value.prefix_list_ids
  source_security_group_id = each.value.source_security_group_id
  self                     = each.value.self
}

variable "vpc_id" {
  type = string
}

variable "target_security_group_id" {
  type    = list(string)
  default = []
}

variable "security_group_name" {
  type    = list(string)
  default = []
}

variable "security_group_description" {
  type    = string
  default = "Managed by Terraform"
}

variable "create_before_destroy" {
  type    = bool
  default = null
}

variable "preserve_security_group_id" {
  type    = bool
  default = false
}

variable "allow_all_egress" {
  type    = bool
  default = null
}

variable "inline_rules_enabled" {
  type    = bool
  default = false
}

variable "revoke_rules_on_delete" {
  type    = bool
  default = false
}

variable "rules" {
  type    = list(any)
  default = []
}

variable "rules_map" {
  type    = any
  default = {}
}

variable "rule_matrix" {
  type    = any
  default = []
}

output "id" {
  value = local.group_id
}

output "arn" {
  value = try(aws_security_group.cbd[0].arn, aws_security_group.default[0].arn, null)
}

output "name" {
  value = try(aws_security_group.cbd[0].name, aws_security_group.default[0].name, null)
}

output "rules_terraform_ids" {
  value = values(aws_security_group_rule.keyed)[*].id
}
