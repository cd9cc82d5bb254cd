locals {
  parts = compact([var.environment, var.name])
  tags = {
    Name        = join("-", local.parts)
    Environment = title(var.environment)
    Owner       = lower(var.owner)
    CostCentre  = lookup(var.cost_centres, var.environment, "unknown")
  }
}

variable "name" {
  type = string
}

variable "environment" {
  type = string
}

variable "owner" {
  type = string
}

variable "cost_centres" {
  type = map(string)
  default = {
    production  = "4711"
    staging     = "4712"
    development = "4713"
  }
}

output "tags" {
  value = local.tags
}
