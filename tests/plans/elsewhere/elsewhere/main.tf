variable "vpc_id" {}

data "aws_region" "current" {}

resource "aws_subnet" "this" {
  for_each   = toset(["a", "b"])
  vpc_id     = var.vpc_id
  cidr_block = each.key == "a" ? "10.0.1.0/24" : "10.0.2.0/24"
}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${data.aws_region.current.name}.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for subnet in aws_subnet.this : subnet.id]
  private_dns_enabled = true
}

output "vpc_id" {
  value = var.vpc_id
}
