resource "aws_ecs_task_definition" "service" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([
    {
      name      = "NAME"
      image     = "${var.registry}/NAME:${var.image_tag}"
      essential = true
      portMappings = [
        for port in var.ports : { containerPort = port, hostPort = port, protocol = "tcp" }
      ]
      environment = [
        { name = "ENVIRONMENT", value = var.environment },
        { name = "QUEUE_URL", value = aws_sqs_queue.jobs["default"].url },
        { name = "BUCKET", value = aws_s3_bucket.data.bucket },
      ]
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.service.name
          awslogs-region        = data.aws_region.current.name
          awslogs-stream-prefix = "NAME"
        }
      }
    }
  ])
}

data "aws_region" "current" {}

resource "aws_cloudwatch_log_group" "service" {
  name              = "/ecs/${local.name}"
  retention_in_days = var.environment == "production" ? 365 : 30
  tags              = local.tags
}

resource "aws_sqs_queue" "jobs" {
  for_each = local.queues

  name                      = "${local.name}-${each.key}"
  delay_seconds             = each.value.delay
  message_retention_seconds = each.value.retention
  sqs_managed_sse_enabled   = true
  tags                      = local.tags
}

resource "aws_cloudwatch_metric_alarm" "age" {
  for_each = aws_sqs_queue.jobs

  alarm_name          = "${each.value.name}-age"
  alarm_description   = <<-EOT
    Messages wait for too long in ${each.value.name}.
    See the runbook: https://wiki.example.com/NAME/queues
  EOT
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  metric_name         = "ApproximateAgeOfOldestMessage"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  threshold           = 600
  dimensions          = { QueueName = each.value.name }
}
