# Calls of cloudposse/label.

module "nothing" {
}

module "plain" {
  namespace  = "EG"
  stage      = "prod"
  name       = "My_App"
  attributes = ["Public", "", "public"]
  tags       = { Owner = "net" }
}

module "off" {
  enabled   = false
  namespace = "eg"
}

module "from_context" {
  name       = "other"
  attributes = ["more"]
  tags       = { Kind = "x" }
  context = {
    enabled             = true
    namespace           = "eg"
    tenant              = "core"
    environment         = "ue1"
    stage               = null
    name                = "first"
    delimiter           = "_"
    attributes          = ["one"]
    tags                = { Owner = "net" }
    additional_tag_map  = { propagate = "true" }
    regex_replace_chars = null
    label_order         = ["namespace", "tenant", "environment", "stage", "name", "attributes"]
    id_length_limit     = null
    label_key_case      = "lower"
    label_value_case    = "upper"
    descriptor_formats  = {}
    labels_as_tags      = ["name", "tenant"]
  }
}

module "old_context" {
  context = {
    enabled             = false
    namespace           = "eg"
    environment         = null
    stage               = "test"
    name                = "first"
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
  }
}

module "cased" {
  namespace           = "eG"
  name                = "one two"
  attributes          = ["a b"]
  regex_replace_chars = "/[^a-z ]/"
  label_value_case    = "title"
  label_key_case      = "upper"
  labels_as_tags      = ["name", "attributes"]
  label_order         = ["name", "attributes", "namespace"]
  delimiter           = ""
}

module "untouched" {
  namespace        = "eG"
  name             = "One"
  label_value_case = "none"
  labels_as_tags   = []
  id_length_limit  = 40
}

module "cut" {
  namespace       = "eg"
  name            = "a-rather-long-name"
  id_length_limit = 12
}
