# What shows an interface endpoint of versions before 3.0: OUTPUT is its name there.

output "vpc_endpoint_OUTPUT_id" {
  value = try(aws_vpc_endpoint.NAME[0].id, "")
}

output "vpc_endpoint_OUTPUT_network_interface_ids" {
  value = flatten(aws_vpc_endpoint.NAME[*].network_interface_ids)
}

output "vpc_endpoint_OUTPUT_dns_entry" {
  value = flatten(aws_vpc_endpoint.NAME[*].dns_entry)
}
