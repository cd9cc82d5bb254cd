# The module in which random expressions are worth something: values that are known, unknown with and without type, null, and sensitive.
terraform {
  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}

resource "terraform_data" "u" {}

variable "name" {
  type    = string
  default = "net-Eins"
}

variable "size" {
  type    = number
  default = 3
}

variable "on" {
  type    = bool
  default = true
}

variable "zones" {
  type    = list(string)
  default = ["eu-west-1b", "eu-west-1a", "eu-west-1c"]
}

variable "ports" {
  type    = set(number)
  default = [443, 80, 8080]
}

variable "tags" {
  type    = map(string)
  default = { env = "prod", Name = "a b" }
}

variable "record" {
  type = object({
    a = string
    b = optional(number, 7)
    c = optional(list(string))
  })
  default = { a = "x" }
}

variable "records" {
  type = map(object({
    a = string
    b = optional(number, 1)
    c = optional(list(string), [])
  }))
  default = {
    one = { a = "1" }
    two = { a = "2", b = 2, c = ["c"] }
  }
}

variable "nothing" {
  type    = string
  default = null
}

variable "anything" {
  default = [1, "two", [true]]
}

# The same without variables: before it plans, Terraform checks expressions as if no variable had a value.
locals {
  var_name     = "net-Eins"
  var_size     = 3
  var_on       = true
  var_zones    = tolist(["eu-west-1b", "eu-west-1a", "eu-west-1c"])
  var_ports    = toset([443, 80, 8080])
  var_tags     = tomap({ env = "prod", Name = "a b" })
  var_nothing  = true ? null : ""
  var_anything = [1, "two", [true]]
  var_record   = { a = "x", b = 7, c = true ? null : tolist([""]) }
  var_records = tomap({
    one = { a = "1", b = 1, c = tolist([]) }
    two = { a = "2", b = 2, c = tolist(["c"]) }
  })
}

locals {
  word    = "${local.var_name}-${local.var_size}"
  numbers = [for index, zone in local.var_zones : index * local.var_size]
  nested  = { for zone in local.var_zones : zone => { cidr = cidrsubnet("10.0.0.0/16", 8, length(zone)), on = local.var_on } }
  part    = ["known", terraform_data.u.id]

  # Unknown, of a known type.
  unknown_set    = toset(split(",", terraform_data.u.id))
  unknown_map    = zipmap(split(",", terraform_data.u.id), slice(tolist([1, 2, 3]), 0, length(split(",", terraform_data.u.id))))
  unknown_object = tolist([local.var_record, local.var_records.two])[length(split(",", terraform_data.u.id)) - 1]
}
