terraform {
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }

  backend "s3" {
    bucket       = "example-terraform-state"
    key          = "services/NAME/terraform.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      Service   = "NAME"
      ManagedBy = "terraform"
    }
  }
}

output "url" {
  description = "Where the service answers."
  value       = "https://${aws_lb.service.dns_name}"
}

output "queue_urls" {
  description = "The queues by name."
  value       = { for name, queue in aws_sqs_queue.jobs : name => queue.url }
}

output "bucket" {
  description = "The bucket with data."
  value       = aws_s3_bucket.data.bucket
}

output "task_role" {
  description = "The role of tasks, for policies elsewhere."
  value       = aws_iam_role.task.arn
}
