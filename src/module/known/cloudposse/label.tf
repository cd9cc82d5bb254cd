# What cloudposse/label computes, for calls whose source is not on disk: names and tags, and the context that carries them from module
# to module.
#
# Written from the module's documented inputs and outputs and its behaviour in 0.25.0. A name that is cut to a length stays unknown
# (`uuid()`), and so do descriptors.

locals {
  switched = coalesce(var.enabled, try(var.context.enabled, null), true)

  # Arguments count before the context, null says nothing, and lists and maps are joined.
  spoken = {
    namespace   = var.namespace
    tenant      = var.tenant
    environment = var.environment
    stage       = var.stage
    name        = var.name
  }
  chosen     = { for word, text in local.spoken : word => text == null ? try(var.context[word], null) : text }
  suffixes   = compact(distinct(concat(coalesce(try(var.context.attributes, null), []), coalesce(var.attributes, []))))
  given_tags = merge(try(var.context.tags, {}), var.tags)

  delimiter   = var.delimiter == null ? try(var.context.delimiter, null) : var.delimiter
  order       = var.label_order == null ? try(var.context.label_order, []) : var.label_order
  unwanted    = var.regex_replace_chars == null ? try(var.context.regex_replace_chars, null) : var.regex_replace_chars
  limit       = var.id_length_limit == null ? try(var.context.id_length_limit, null) : var.id_length_limit
  key_case    = var.label_key_case == null ? try(var.context.label_key_case, null) : var.label_key_case
  value_case  = var.label_value_case == null ? try(var.context.label_value_case, null) : var.label_value_case
  descriptors = merge(try(var.context.descriptor_formats, {}), var.descriptor_formats)
  additional  = merge(try(var.context.additional_tag_map, {}), var.additional_tag_map)
  # Which of them become tags is said once: whoever comes later is not heard.
  tagged = contains(coalesce(try(var.context.labels_as_tags, null), ["unset"]), "unset") ? var.labels_as_tags : toset(var.context.labels_as_tags)

  glue   = local.delimiter == null ? "-" : local.delimiter
  plain  = coalesce(local.unwanted, "/[^-a-zA-Z0-9]/")
  casing = coalesce(local.value_case, "lower")

  bare  = { for word, text in local.chosen : word => text == null ? "" : replace(text, local.plain, "") }
  words = { for word, text in local.bare : word => { none = text, lower = lower(text), upper = upper(text), title = title(lower(text)) }[local.casing] }
  clean = [for text in local.suffixes : replace(text, local.plain, "")]
  ends = compact(distinct([
    for text in local.clean : { none = text, lower = lower(text), upper = upper(text), title = title(lower(text)) }[local.casing]
  ]))

  parts = merge(local.words, { attributes = join(local.glue, local.ends) })
  usual = ["namespace", "environment", "stage", "name", "attributes"]
  row   = local.order == null ? local.usual : length(local.order) == 0 ? local.usual : local.order
  whole = join(local.glue, [for word in local.row : local.parts[word] if local.parts[word] != ""])
  most  = local.limit == null ? 0 : local.limit
  id    = local.most == 0 ? local.whole : length(local.whole) <= local.most ? local.whole : uuid()

  labels = merge(local.parts, { name = local.id })
  made_tags = {
    for word, text in local.labels :
    { lower = word, upper = upper(word), title = title(word) }[coalesce(local.key_case, "title")] => text
    if text != "" && (contains(local.tagged, "default") || contains(local.tagged, word))
  }
  tags = merge(local.made_tags, local.given_tags)
}

output "enabled" {
  value = local.switched
}

output "id" {
  value = local.switched ? local.id : ""
}

output "id_full" {
  value = local.switched ? local.whole : ""
}

output "namespace" {
  value = local.switched ? local.words.namespace : ""
}

output "tenant" {
  value = local.switched ? local.words.tenant : ""
}

output "environment" {
  value = local.switched ? local.words.environment : ""
}

output "stage" {
  value = local.switched ? local.words.stage : ""
}

output "name" {
  value = local.switched ? local.words.name : ""
}

output "delimiter" {
  value = local.switched ? local.glue : ""
}

output "attributes" {
  value = local.switched ? local.ends : []
}

output "tags" {
  value = local.switched ? local.tags : {}
}

output "tags_as_list_of_maps" {
  value = [for key, value in local.tags : merge({ key = key, value = value }, local.additional)]
}

output "additional_tag_map" {
  value = local.additional
}

output "label_order" {
  value = local.row
}

output "regex_replace_chars" {
  value = local.plain
}

output "id_length_limit" {
  value = local.most
}

output "descriptors" {
  value = jsondecode(uuid())
}

output "context" {
  value = merge(local.chosen, {
    enabled             = local.switched
    delimiter           = local.delimiter
    attributes          = local.suffixes
    tags                = local.given_tags
    additional_tag_map  = local.additional
    label_order         = local.order
    regex_replace_chars = local.unwanted
    id_length_limit     = local.limit
    label_key_case      = local.key_case
    label_value_case    = local.value_case
    descriptor_formats  = local.descriptors
    labels_as_tags      = local.tagged
  })
}

output "normalized_context" {
  value = merge(local.words, {
    enabled             = local.switched
    name                = local.words.name
    delimiter           = local.glue
    attributes          = local.ends
    tags                = local.tags
    additional_tag_map  = local.additional
    label_order         = local.row
    regex_replace_chars = local.plain
    id_length_limit     = local.most
    label_key_case      = coalesce(local.key_case, "title")
    label_value_case    = local.casing
    descriptor_formats  = local.descriptors
    labels_as_tags      = contains(local.tagged, "default") ? keys(local.labels) : local.tagged
  })
}
