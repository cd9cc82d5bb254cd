locals {
  name = "${var.environment}-NAME"
  tags = merge(var.tags, module.labels.tags, {
    Service = "NAME"
    Tier    = var.environment == "production" ? "gold" : "bronze"
  })
  queues = {
    for name, settings in var.queues : name => merge({ delay = 0, retention = 345600 }, settings)
  }
}

module "labels" {
  source = "MODULE"

  name        = local.name
  environment = var.environment
  owner       = "team-NAME@example.com"
}

data "aws_vpc" "shared" {
  tags = { Name = "shared-${var.environment}" }
}

data "aws_subnets" "private" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shared.id]
  }
}

resource "aws_security_group" "service" {
  name_prefix = "${local.name}-"
  description = "What reaches the service" # from the load balancer alone
  vpc_id      = data.aws_vpc.shared.id

  dynamic "ingress" {
    for_each = var.ports
    content {
      description     = "from the load balancer"
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_lb.service.id]
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb" "service" {
  name               = local.name
  internal           = true
  load_balancer_type = "application"
  subnets            = data.aws_subnets.private.ids

  access_logs {
    bucket  = aws_s3_bucket.logs.id
    prefix  = "load-balancer/${local.name}"
    enabled = true
  }
}

resource "aws_ecs_service" "service" {
  name            = local.name
  cluster         = var.cluster
  task_definition = aws_ecs_task_definition.service.arn
  desired_count   = var.environment == "production" ? 3 : 1
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = data.aws_subnets.private.ids
    security_groups = [aws_security_group.service.id]
  }
}
