variable "vpc_id" {}

variable "private_dns" {}

variable "subnet_ids" {}

data "aws_region" "current" {}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${data.aws_region.current.name}.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.subnet_ids
  private_dns_enabled = var.private_dns
}

output "id" {
  value = try(aws_vpc_endpoint.sqs.id, null)
}
