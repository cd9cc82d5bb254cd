# What the submodules for services build, for calls whose source is not on disk: what the root module does with their rules.

output "security_group_id" {
  value = module.sg.security_group_id
}

output "this_security_group_id" {
  value = module.sg.security_group_id
}

output "security_group_arn" {
  value = module.sg.security_group_arn
}

output "this_security_group_arn" {
  value = module.sg.security_group_arn
}

output "security_group_vpc_id" {
  value = module.sg.security_group_vpc_id
}

output "this_security_group_vpc_id" {
  value = module.sg.security_group_vpc_id
}

output "security_group_owner_id" {
  value = module.sg.security_group_owner_id
}

output "this_security_group_owner_id" {
  value = module.sg.security_group_owner_id
}

output "security_group_name" {
  value = module.sg.security_group_name
}

output "this_security_group_name" {
  value = module.sg.security_group_name
}
