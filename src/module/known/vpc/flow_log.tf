# The flow log of the VPC, and what it needs to write to CloudWatch. What is not read of these stays unknown (`uuid()`).

locals {
  flow_log_to_cloudwatch = local.create_vpc && var.enable_flow_log && var.flow_log_destination_type != "s3"
}

resource "aws_cloudwatch_log_group" "flow_log" {
  count  = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_log_group ? 1 : 0
  region = var.region

  name              = uuid()
  retention_in_days = var.flow_log_cloudwatch_log_group_retention_in_days
  kms_key_id        = var.flow_log_cloudwatch_log_group_kms_key_id
  tags              = merge(var.tags, var.vpc_flow_log_tags)
}

resource "aws_iam_role" "vpc_flow_log_cloudwatch" {
  count = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_iam_role ? 1 : 0

  name               = uuid()
  name_prefix        = uuid()
  assume_role_policy = uuid()
  tags               = merge(var.tags, var.vpc_flow_log_tags)
}

data "aws_iam_policy_document" "vpc_flow_log_cloudwatch" {
  statement {
    sid    = "AWSVPCFlowLogsPushToCloudWatch"
    effect = "Allow"
    actions = [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
    ]
    resources = split(",", uuid())
  }
}

resource "aws_iam_policy" "vpc_flow_log_cloudwatch" {
  count = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_iam_role ? 1 : 0

  name        = uuid()
  name_prefix = uuid()
  policy      = data.aws_iam_policy_document.vpc_flow_log_cloudwatch.json
  tags        = local.since_3_11_0 ? merge(var.tags, var.vpc_flow_log_tags) : null
}

resource "aws_iam_role_policy_attachment" "vpc_flow_log_cloudwatch" {
  count = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_iam_role ? 1 : 0

  role       = aws_iam_role.vpc_flow_log_cloudwatch[0].name
  policy_arn = aws_iam_policy.vpc_flow_log_cloudwatch[0].arn
}

resource "aws_flow_log" "this" {
  count  = local.create_vpc && var.enable_flow_log ? 1 : 0
  region = var.region

  vpc_id                   = local.vpc_id
  log_destination_type     = var.flow_log_destination_type
  traffic_type             = var.flow_log_traffic_type
  log_destination          = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_log_group ? aws_cloudwatch_log_group.flow_log[0].arn : var.flow_log_destination_arn
  iam_role_arn             = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_iam_role ? aws_iam_role.vpc_flow_log_cloudwatch[0].arn : var.flow_log_cloudwatch_iam_role_arn
  max_aggregation_interval = var.flow_log_max_aggregation_interval
  log_format               = var.flow_log_log_format
  tags                     = merge(var.tags, var.vpc_flow_log_tags)
}

variable "vpc_flow_log_tags" {
  type    = map(string)
  default = {}
}

variable "flow_log_max_aggregation_interval" {
  type    = number
  default = 600
}

variable "flow_log_log_format" {
  type    = string
  default = null
}

variable "flow_log_cloudwatch_log_group_retention_in_days" {
  type    = number
  default = null
}

variable "flow_log_cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
