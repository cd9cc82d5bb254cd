# Outputs of versions before 3.0: attributes of the endpoints.

output "vpc_endpoint_s3_id" {
  value = try(aws_vpc_endpoint.s3[0].id, null)
}

output "vpc_endpoint_s3_pl_id" {
  value = try(aws_vpc_endpoint.s3[0].prefix_list_id, null)
}

output "vpc_endpoint_dynamodb_id" {
  value = try(aws_vpc_endpoint.dynamodb[0].id, null)
}

output "vpc_endpoint_dynamodb_pl_id" {
  value = try(aws_vpc_endpoint.dynamodb[0].prefix_list_id, null)
}

output "vpc_endpoint_sqs_id" {
  value = try(aws_vpc_endpoint.sqs[0].id, null)
}

output "vpc_endpoint_sqs_network_interface_ids" {
  value = try(aws_vpc_endpoint.sqs[0].network_interface_ids, null)
}

output "vpc_endpoint_sqs_dns_entry" {
  value = try(aws_vpc_endpoint.sqs[0].dns_entry, null)
}

output "vpc_endpoint_lambda_id" {
  value = try(aws_vpc_endpoint.lambda[0].id, null)
}

output "vpc_endpoint_lambda_network_interface_ids" {
  value = try(aws_vpc_endpoint.lambda[0].network_interface_ids, null)
}

output "vpc_endpoint_lambda_dns_entry" {
  value = try(aws_vpc_endpoint.lambda[0].dns_entry, null)
}

output "vpc_endpoint_codebuild_id" {
  value = try(aws_vpc_endpoint.codebuild[0].id, null)
}

output "vpc_endpoint_codebuild_network_interface_ids" {
  value = try(aws_vpc_endpoint.codebuild[0].network_interface_ids, null)
}

output "vpc_endpoint_codebuild_dns_entry" {
  value = try(aws_vpc_endpoint.codebuild[0].dns_entry, null)
}

output "vpc_endpoint_codecommit_id" {
  value = try(aws_vpc_endpoint.codecommit[0].id, null)
}

output "vpc_endpoint_codecommit_network_interface_ids" {
  value = try(aws_vpc_endpoint.codecommit[0].network_interface_ids, null)
}

output "vpc_endpoint_codecommit_dns_entry" {
  value = try(aws_vpc_endpoint.codecommit[0].dns_entry, null)
}

output "vpc_endpoint_git_codecommit_id" {
  value = try(aws_vpc_endpoint.git_codecommit[0].id, null)
}

output "vpc_endpoint_git_codecommit_network_interface_ids" {
  value = try(aws_vpc_endpoint.git_codecommit[0].network_interface_ids, null)
}

output "vpc_endpoint_git_codecommit_dns_entry" {
  value = try(aws_vpc_endpoint.git_codecommit[0].dns_entry, null)
}

output "vpc_endpoint_config_id" {
  value = try(aws_vpc_endpoint.config[0].id, null)
}

output "vpc_endpoint_config_network_interface_ids" {
  value = try(aws_vpc_endpoint.config[0].network_interface_ids, null)
}

output "vpc_endpoint_config_dns_entry" {
  value = try(aws_vpc_endpoint.config[0].dns_entry, null)
}

output "vpc_endpoint_secretsmanager_id" {
  value = try(aws_vpc_endpoint.secretsmanager[0].id, null)
}

output "vpc_endpoint_secretsmanager_network_interface_ids" {
  value = try(aws_vpc_endpoint.secretsmanager[0].network_interface_ids, null)
}

output "vpc_endpoint_secretsmanager_dns_entry" {
  value = try(aws_vpc_endpoint.secretsmanager[0].dns_entry, null)
}

output "vpc_endpoint_ssm_id" {
  value = try(aws_vpc_endpoint.ssm[0].id, null)
}

output "vpc_endpoint_ssm_network_interface_ids" {
  value = try(aws_vpc_endpoint.ssm[0].network_interface_ids, null)
}

output "vpc_endpoint_ssm_dns_entry" {
  value = try(aws_vpc_endpoint.ssm[0].dns_entry, null)
}

output "vpc_endpoint_ssmmessages_id" {
  value = try(aws_vpc_endpoint.ssmmessages[0].id, null)
}

output "vpc_endpoint_ssmmessages_network_interface_ids" {
  value = try(aws_vpc_endpoint.ssmmessages[0].network_interface_ids, null)
}

output "vpc_endpoint_ssmmessages_dns_entry" {
  value = try(aws_vpc_endpoint.ssmmessages[0].dns_entry, null)
}

output "vpc_endpoint_ec2_id" {
  value = try(aws_vpc_endpoint.ec2[0].id, null)
}

output "vpc_endpoint_ec2_network_interface_ids" {
  value = try(aws_vpc_endpoint.ec2[0].network_interface_ids, null)
}

output "vpc_endpoint_ec2_dns_entry" {
  value = try(aws_vpc_endpoint.ec2[0].dns_entry, null)
}

output "vpc_endpoint_ec2messages_id" {
  value = try(aws_vpc_endpoint.ec2messages[0].id, null)
}

output "vpc_endpoint_ec2messages_network_interface_ids" {
  value = try(aws_vpc_endpoint.ec2messages[0].network_interface_ids, null)
}

output "vpc_endpoint_ec2messages_dns_entry" {
  value = try(aws_vpc_endpoint.ec2messages[0].dns_entry, null)
}

output "vpc_endpoint_ec2_autoscaling_id" {
  value = try(aws_vpc_endpoint.ec2_autoscaling[0].id, null)
}

output "vpc_endpoint_ec2_autoscaling_network_interface_ids" {
  value = try(aws_vpc_endpoint.ec2_autoscaling[0].network_interface_ids, null)
}

output "vpc_endpoint_ec2_autoscaling_dns_entry" {
  value = try(aws_vpc_endpoint.ec2_autoscaling[0].dns_entry, null)
}

output "vpc_endpoint_transferserver_id" {
  value = try(aws_vpc_endpoint.transferserver[0].id, null)
}

output "vpc_endpoint_transferserver_network_interface_ids" {
  value = try(aws_vpc_endpoint.transferserver[0].network_interface_ids, null)
}

output "vpc_endpoint_transferserver_dns_entry" {
  value = try(aws_vpc_endpoint.transferserver[0].dns_entry, null)
}

output "vpc_endpoint_glue_id" {
  value = try(aws_vpc_endpoint.glue[0].id, null)
}

output "vpc_endpoint_glue_network_interface_ids" {
  value = try(aws_vpc_endpoint.glue[0].network_interface_ids, null)
}

output "vpc_endpoint_glue_dns_entry" {
  value = try(aws_vpc_endpoint.glue[0].dns_entry, null)
}

output "vpc_endpoint_kms_id" {
  value = try(aws_vpc_endpoint.kms[0].id, null)
}

output "vpc_endpoint_kms_network_interface_ids" {
  value = try(aws_vpc_endpoint.kms[0].network_interface_ids, null)
}

output "vpc_endpoint_kms_dns_entry" {
  value = try(aws_vpc_endpoint.kms[0].dns_entry, null)
}

output "vpc_endpoint_kinesis_firehose_id" {
  value = try(aws_vpc_endpoint.kinesis_firehose[0].id, null)
}

output "vpc_endpoint_kinesis_firehose_network_interface_ids" {
  value = try(aws_vpc_endpoint.kinesis_firehose[0].network_interface_ids, null)
}

output "vpc_endpoint_kinesis_firehose_dns_entry" {
  value = try(aws_vpc_endpoint.kinesis_firehose[0].dns_entry, null)
}

output "vpc_endpoint_kinesis_streams_id" {
  value = try(aws_vpc_endpoint.kinesis_streams[0].id, null)
}

output "vpc_endpoint_kinesis_streams_network_interface_ids" {
  value = try(aws_vpc_endpoint.kinesis_streams[0].network_interface_ids, null)
}

output "vpc_endpoint_kinesis_streams_dns_entry" {
  value = try(aws_vpc_endpoint.kinesis_streams[0].dns_entry, null)
}

output "vpc_endpoint_ecr_api_id" {
  value = try(aws_vpc_endpoint.ecr_api[0].id, null)
}

output "vpc_endpoint_ecr_api_network_interface_ids" {
  value = try(aws_vpc_endpoint.ecr_api[0].network_interface_ids, null)
}

output "vpc_endpoint_ecr_api_dns_entry" {
  value = try(aws_vpc_endpoint.ecr_api[0].dns_entry, null)
}

output "vpc_endpoint_ecr_dkr_id" {
  value = try(aws_vpc_endpoint.ecr_dkr[0].id, null)
}

output "vpc_endpoint_ecr_dkr_network_interface_ids" {
  value = try(aws_vpc_endpoint.ecr_dkr[0].network_interface_ids, null)
}

output "vpc_endpoint_ecr_dkr_dns_entry" {
  value = try(aws_vpc_endpoint.ecr_dkr[0].dns_entry, null)
}

output "vpc_endpoint_apigw_id" {
  value = try(aws_vpc_endpoint.apigw[0].id, null)
}

output "vpc_endpoint_apigw_network_interface_ids" {
  value = try(aws_vpc_endpoint.apigw[0].network_interface_ids, null)
}

output "vpc_endpoint_apigw_dns_entry" {
  value = try(aws_vpc_endpoint.apigw[0].dns_entry, null)
}

output "vpc_endpoint_ecs_id" {
  value = try(aws_vpc_endpoint.ecs[0].id, null)
}

output "vpc_endpoint_ecs_network_interface_ids" {
  value = try(aws_vpc_endpoint.ecs[0].network_interface_ids, null)
}

output "vpc_endpoint_ecs_dns_entry" {
  value = try(aws_vpc_endpoint.ecs[0].dns_entry, null)
}

output "vpc_endpoint_ecs_agent_id" {
  value = try(aws_vpc_endpoint.ecs_agent[0].id, null)
}

output "vpc_endpoint_ecs_agent_network_interface_ids" {
  value = try(aws_vpc_endpoint.ecs_agent[0].network_interface_ids, null)
}

output "vpc_endpoint_ecs_agent_dns_entry" {
  value = try(aws_vpc_endpoint.ecs_agent[0].dns_entry, null)
}

output "vpc_endpoint_ecs_telemetry_id" {
  value = try(aws_vpc_endpoint.ecs_telemetry[0].id, null)
}

output "vpc_endpoint_ecs_telemetry_network_interface_ids" {
  value = try(aws_vpc_endpoint.ecs_telemetry[0].network_interface_ids, null)
}

output "vpc_endpoint_ecs_telemetry_dns_entry" {
  value = try(aws_vpc_endpoint.ecs_telemetry[0].dns_entry, null)
}

output "vpc_endpoint_sns_id" {
  value = try(aws_vpc_endpoint.sns[0].id, null)
}

output "vpc_endpoint_sns_network_interface_ids" {
  value = try(aws_vpc_endpoint.sns[0].network_interface_ids, null)
}

output "vpc_endpoint_sns_dns_entry" {
  value = try(aws_vpc_endpoint.sns[0].dns_entry, null)
}

output "vpc_endpoint_monitoring_id" {
  value = try(aws_vpc_endpoint.monitoring[0].id, null)
}

output "vpc_endpoint_monitoring_network_interface_ids" {
  value = try(aws_vpc_endpoint.monitoring[0].network_interface_ids, null)
}

output "vpc_endpoint_monitoring_dns_entry" {
  value = try(aws_vpc_endpoint.monitoring[0].dns_entry, null)
}

output "vpc_endpoint_logs_id" {
  value = try(aws_vpc_endpoint.logs[0].id, null)
}

output "vpc_endpoint_logs_network_interface_ids" {
  value = try(aws_vpc_endpoint.logs[0].network_interface_ids, null)
}

output "vpc_endpoint_logs_dns_entry" {
  value = try(aws_vpc_endpoint.logs[0].dns_entry, null)
}

output "vpc_endpoint_events_id" {
  value = try(aws_vpc_endpoint.events[0].id, null)
}

output "vpc_endpoint_events_network_interface_ids" {
  value = try(aws_vpc_endpoint.events[0].network_interface_ids, null)
}

output "vpc_endpoint_events_dns_entry" {
  value = try(aws_vpc_endpoint.events[0].dns_entry, null)
}

output "vpc_endpoint_elasticloadbalancing_id" {
  value = try(aws_vpc_endpoint.elasticloadbalancing[0].id, null)
}

output "vpc_endpoint_elasticloadbalancing_network_interface_ids" {
  value = try(aws_vpc_endpoint.elasticloadbalancing[0].network_interface_ids, null)
}

output "vpc_endpoint_elasticloadbalancing_dns_entry" {
  value = try(aws_vpc_endpoint.elasticloadbalancing[0].dns_entry, null)
}

output "vpc_endpoint_cloudtrail_id" {
  value = try(aws_vpc_endpoint.cloudtrail[0].id, null)
}

output "vpc_endpoint_cloudtrail_network_interface_ids" {
  value = try(aws_vpc_endpoint.cloudtrail[0].network_interface_ids, null)
}

output "vpc_endpoint_cloudtrail_dns_entry" {
  value = try(aws_vpc_endpoint.cloudtrail[0].dns_entry, null)
}

output "vpc_endpoint_sts_id" {
  value = try(aws_vpc_endpoint.sts[0].id, null)
}

output "vpc_endpoint_sts_network_interface_ids" {
  value = try(aws_vpc_endpoint.sts[0].network_interface_ids, null)
}

output "vpc_endpoint_sts_dns_entry" {
  value = try(aws_vpc_endpoint.sts[0].dns_entry, null)
}

output "vpc_endpoint_cloudformation_id" {
  value = try(aws_vpc_endpoint.cloudformation[0].id, null)
}

output "vpc_endpoint_cloudformation_network_interface_ids" {
  value = try(aws_vpc_endpoint.cloudformation[0].network_interface_ids, null)
}

output "vpc_endpoint_cloudformation_dns_entry" {
  value = try(aws_vpc_endpoint.cloudformation[0].dns_entry, null)
}

output "vpc_endpoint_codepipeline_id" {
  value = try(aws_vpc_endpoint.codepipeline[0].id, null)
}

output "vpc_endpoint_codepipeline_network_interface_ids" {
  value = try(aws_vpc_endpoint.codepipeline[0].network_interface_ids, null)
}

output "vpc_endpoint_codepipeline_dns_entry" {
  value = try(aws_vpc_endpoint.codepipeline[0].dns_entry, null)
}

output "vpc_endpoint_appmesh_envoy_management_id" {
  value = try(aws_vpc_endpoint.appmesh_envoy_management[0].id, null)
}

output "vpc_endpoint_appmesh_envoy_management_network_interface_ids" {
  value = try(aws_vpc_endpoint.appmesh_envoy_management[0].network_interface_ids, null)
}

output "vpc_endpoint_appmesh_envoy_management_dns_entry" {
  value = try(aws_vpc_endpoint.appmesh_envoy_management[0].dns_entry, null)
}

output "vpc_endpoint_servicecatalog_id" {
  value = try(aws_vpc_endpoint.servicecatalog[0].id, null)
}

output "vpc_endpoint_servicecatalog_network_interface_ids" {
  value = try(aws_vpc_endpoint.servicecatalog[0].network_interface_ids, null)
}

output "vpc_endpoint_servicecatalog_dns_entry" {
  value = try(aws_vpc_endpoint.servicecatalog[0].dns_entry, null)
}

output "vpc_endpoint_storagegateway_id" {
  value = try(aws_vpc_endpoint.storagegateway[0].id, null)
}

output "vpc_endpoint_storagegateway_network_interface_ids" {
  value = try(aws_vpc_endpoint.storagegateway[0].network_interface_ids, null)
}

output "vpc_endpoint_storagegateway_dns_entry" {
  value = try(aws_vpc_endpoint.storagegateway[0].dns_entry, null)
}

output "vpc_endpoint_transfer_id" {
  value = try(aws_vpc_endpoint.transfer[0].id, null)
}

output "vpc_endpoint_transfer_network_interface_ids" {
  value = try(aws_vpc_endpoint.transfer[0].network_interface_ids, null)
}

output "vpc_endpoint_transfer_dns_entry" {
  value = try(aws_vpc_endpoint.transfer[0].dns_entry, null)
}

output "vpc_endpoint_sagemaker_api_id" {
  value = try(aws_vpc_endpoint.sagemaker_api[0].id, null)
}

output "vpc_endpoint_sagemaker_api_network_interface_ids" {
  value = try(aws_vpc_endpoint.sagemaker_api[0].network_interface_ids, null)
}

output "vpc_endpoint_sagemaker_api_dns_entry" {
  value = try(aws_vpc_endpoint.sagemaker_api[0].dns_entry, null)
}

output "vpc_endpoint_sagemaker_runtime_id" {
  value = try(aws_vpc_endpoint.sagemaker_runtime[0].id, null)
}

output "vpc_endpoint_sagemaker_runtime_network_interface_ids" {
  value = try(aws_vpc_endpoint.sagemaker_runtime[0].network_interface_ids, null)
}

output "vpc_endpoint_sagemaker_runtime_dns_entry" {
  value = try(aws_vpc_endpoint.sagemaker_runtime[0].dns_entry, null)
}

output "vpc_endpoint_appstream_api_id" {
  value = try(aws_vpc_endpoint.appstream_api[0].id, null)
}

output "vpc_endpoint_appstream_api_network_interface_ids" {
  value = try(aws_vpc_endpoint.appstream_api[0].network_interface_ids, null)
}

output "vpc_endpoint_appstream_api_dns_entry" {
  value = try(aws_vpc_endpoint.appstream_api[0].dns_entry, null)
}

output "vpc_endpoint_appstream_streaming_id" {
  value = try(aws_vpc_endpoint.appstream_streaming[0].id, null)
}

output "vpc_endpoint_appstream_streaming_network_interface_ids" {
  value = try(aws_vpc_endpoint.appstream_streaming[0].network_interface_ids, null)
}

output "vpc_endpoint_appstream_streaming_dns_entry" {
  value = try(aws_vpc_endpoint.appstream_streaming[0].dns_entry, null)
}

output "vpc_endpoint_athena_id" {
  value = try(aws_vpc_endpoint.athena[0].id, null)
}

output "vpc_endpoint_athena_network_interface_ids" {
  value = try(aws_vpc_endpoint.athena[0].network_interface_ids, null)
}

output "vpc_endpoint_athena_dns_entry" {
  value = try(aws_vpc_endpoint.athena[0].dns_entry, null)
}

output "vpc_endpoint_rekognition_id" {
  value = try(aws_vpc_endpoint.rekognition[0].id, null)
}

output "vpc_endpoint_rekognition_network_interface_ids" {
  value = try(aws_vpc_endpoint.rekognition[0].network_interface_ids, null)
}

output "vpc_endpoint_rekognition_dns_entry" {
  value = try(aws_vpc_endpoint.rekognition[0].dns_entry, null)
}

output "vpc_endpoint_efs_id" {
  value = try(aws_vpc_endpoint.efs[0].id, null)
}

output "vpc_endpoint_efs_network_interface_ids" {
  value = try(aws_vpc_endpoint.efs[0].network_interface_ids, null)
}

output "vpc_endpoint_efs_dns_entry" {
  value = try(aws_vpc_endpoint.efs[0].dns_entry, null)
}

output "vpc_endpoint_cloud_directory_id" {
  value = try(aws_vpc_endpoint.cloud_directory[0].id, null)
}

output "vpc_endpoint_cloud_directory_network_interface_ids" {
  value = try(aws_vpc_endpoint.cloud_directory[0].network_interface_ids, null)
}

output "vpc_endpoint_cloud_directory_dns_entry" {
  value = try(aws_vpc_endpoint.cloud_directory[0].dns_entry, null)
}

output "vpc_endpoint_elasticmapreduce_id" {
  value = try(aws_vpc_endpoint.emr[0].id, null)
}

output "vpc_endpoint_elasticmapreduce_network_interface_ids" {
  value = try(aws_vpc_endpoint.emr[0].network_interface_ids, null)
}

output "vpc_endpoint_elasticmapreduce_dns_entry" {
  value = try(aws_vpc_endpoint.emr[0].dns_entry, null)
}

output "vpc_endpoint_sms_id" {
  value = try(aws_vpc_endpoint.sms[0].id, null)
}

output "vpc_endpoint_sms_network_interface_ids" {
  value = try(aws_vpc_endpoint.sms[0].network_interface_ids, null)
}

output "vpc_endpoint_sms_dns_entry" {
  value = try(aws_vpc_endpoint.sms[0].dns_entry, null)
}

output "vpc_endpoint_states_id" {
  value = try(aws_vpc_endpoint.states[0].id, null)
}

output "vpc_endpoint_states_network_interface_ids" {
  value = try(aws_vpc_endpoint.states[0].network_interface_ids, null)
}

output "vpc_endpoint_states_dns_entry" {
  value = try(aws_vpc_endpoint.states[0].dns_entry, null)
}

output "vpc_endpoint_elastic_inference_runtime_id" {
  value = try(aws_vpc_endpoint.elastic_inference_runtime[0].id, null)
}

output "vpc_endpoint_elastic_inference_runtime_network_interface_ids" {
  value = try(aws_vpc_endpoint.elastic_inference_runtime[0].network_interface_ids, null)
}

output "vpc_endpoint_elastic_inference_runtime_dns_entry" {
  value = try(aws_vpc_endpoint.elastic_inference_runtime[0].dns_entry, null)
}

output "vpc_endpoint_elasticbeanstalk_id" {
  value = try(aws_vpc_endpoint.elasticbeanstalk[0].id, null)
}

output "vpc_endpoint_elasticbeanstalk_network_interface_ids" {
  value = try(aws_vpc_endpoint.elasticbeanstalk[0].network_interface_ids, null)
}

output "vpc_endpoint_elasticbeanstalk_dns_entry" {
  value = try(aws_vpc_endpoint.elasticbeanstalk[0].dns_entry, null)
}

output "vpc_endpoint_elasticbeanstalk_health_id" {
  value = try(aws_vpc_endpoint.elasticbeanstalk_health[0].id, null)
}

output "vpc_endpoint_elasticbeanstalk_health_network_interface_ids" {
  value = try(aws_vpc_endpoint.elasticbeanstalk_health[0].network_interface_ids, null)
}

output "vpc_endpoint_elasticbeanstalk_health_dns_entry" {
  value = try(aws_vpc_endpoint.elasticbeanstalk_health[0].dns_entry, null)
}

output "vpc_endpoint_workspaces_id" {
  value = try(aws_vpc_endpoint.workspaces[0].id, null)
}

output "vpc_endpoint_workspaces_network_interface_ids" {
  value = try(aws_vpc_endpoint.workspaces[0].network_interface_ids, null)
}

output "vpc_endpoint_workspaces_dns_entry" {
  value = try(aws_vpc_endpoint.workspaces[0].dns_entry, null)
}

output "vpc_endpoint_auto_scaling_plans_id" {
  value = try(aws_vpc_endpoint.auto_scaling_plans[0].id, null)
}

output "vpc_endpoint_auto_scaling_plans_network_interface_ids" {
  value = try(aws_vpc_endpoint.auto_scaling_plans[0].network_interface_ids, null)
}

output "vpc_endpoint_auto_scaling_plans_dns_entry" {
  value = try(aws_vpc_endpoint.auto_scaling_plans[0].dns_entry, null)
}

output "vpc_endpoint_ebs_id" {
  value = try(aws_vpc_endpoint.ebs[0].id, null)
}

output "vpc_endpoint_ebs_network_interface_ids" {
  value = try(aws_vpc_endpoint.ebs[0].network_interface_ids, null)
}

output "vpc_endpoint_ebs_dns_entry" {
  value = try(aws_vpc_endpoint.ebs[0].dns_entry, null)
}

output "vpc_endpoint_qldb_session_id" {
  value = try(aws_vpc_endpoint.qldb_session[0].id, null)
}

output "vpc_endpoint_qldb_session_network_interface_ids" {
  value = try(aws_vpc_endpoint.qldb_session[0].network_interface_ids, null)
}

output "vpc_endpoint_qldb_session_dns_entry" {
  value = try(aws_vpc_endpoint.qldb_session[0].dns_entry, null)
}

output "vpc_endpoint_datasync_id" {
  value = try(aws_vpc_endpoint.datasync[0].id, null)
}

output "vpc_endpoint_datasync_network_interface_ids" {
  value = try(aws_vpc_endpoint.datasync[0].network_interface_ids, null)
}

output "vpc_endpoint_datasync_dns_entry" {
  value = try(aws_vpc_endpoint.datasync[0].dns_entry, null)
}

output "vpc_endpoint_access_analyzer_id" {
  value = try(aws_vpc_endpoint.access_analyzer[0].id, null)
}

output "vpc_endpoint_access_analyzer_network_interface_ids" {
  value = try(aws_vpc_endpoint.access_analyzer[0].network_interface_ids, null)
}

output "vpc_endpoint_access_analyzer_dns_entry" {
  value = try(aws_vpc_endpoint.access_analyzer[0].dns_entry, null)
}

output "vpc_endpoint_acm_pca_id" {
  value = try(aws_vpc_endpoint.acm_pca[0].id, null)
}

output "vpc_endpoint_acm_pca_network_interface_ids" {
  value = try(aws_vpc_endpoint.acm_pca[0].network_interface_ids, null)
}

output "vpc_endpoint_acm_pca_dns_entry" {
  value = try(aws_vpc_endpoint.acm_pca[0].dns_entry, null)
}

output "vpc_endpoint_ses_id" {
  value = try(aws_vpc_endpoint.ses[0].id, null)
}

output "vpc_endpoint_ses_network_interface_ids" {
  value = try(aws_vpc_endpoint.ses[0].network_interface_ids, null)
}

output "vpc_endpoint_ses_dns_entry" {
  value = try(aws_vpc_endpoint.ses[0].dns_entry, null)
}

output "vpc_endpoint_textract_id" {
  value = try(aws_vpc_endpoint.textract[0].id, null)
}

output "vpc_endpoint_textract_network_interface_ids" {
  value = try(aws_vpc_endpoint.textract[0].network_interface_ids, null)
}

output "vpc_endpoint_textract_dns_entry" {
  value = try(aws_vpc_endpoint.textract[0].dns_entry, null)
}

output "vpc_endpoint_codeartifact_api_id" {
  value = try(aws_vpc_endpoint.codeartifact_api[0].id, null)
}

output "vpc_endpoint_codeartifact_api_network_interface_ids" {
  value = try(aws_vpc_endpoint.codeartifact_api[0].network_interface_ids, null)
}

output "vpc_endpoint_codeartifact_api_dns_entry" {
  value = try(aws_vpc_endpoint.codeartifact_api[0].dns_entry, null)
}

output "vpc_endpoint_codeartifact_repositories_id" {
  value = try(aws_vpc_endpoint.codeartifact_repositories[0].id, null)
}

output "vpc_endpoint_codeartifact_repositories_network_interface_ids" {
  value = try(aws_vpc_endpoint.codeartifact_repositories[0].network_interface_ids, null)
}

output "vpc_endpoint_codeartifact_repositories_dns_entry" {
  value = try(aws_vpc_endpoint.codeartifact_repositories[0].dns_entry, null)
}

output "vpc_endpoint_dms_id" {
  value = try(aws_vpc_endpoint.sns[0].id, null)
}

output "vpc_endpoint_dms_network_interface_ids" {
  value = try(aws_vpc_endpoint.sns[0].network_interface_ids, null)
}

output "vpc_endpoint_dms_dns_entry" {
  value = try(aws_vpc_endpoint.sns[0].dns_entry, null)
}

output "vpc_endpoint_rds_id" {
  value = try(aws_vpc_endpoint.rds[0].id, null)
}

output "vpc_endpoint_rds_network_interface_ids" {
  value = try(aws_vpc_endpoint.rds[0].network_interface_ids, null)
}

output "vpc_endpoint_rds_dns_entry" {
  value = try(aws_vpc_endpoint.rds[0].dns_entry, null)
}
