#!/usr/bin/env python3
"""Makes the plans of this directory anew, with the real Terraform and without network.

    python3 tests/plans/make.py

It needs `terraform` on PATH and the AWS provider in a filesystem mirror: `/opt/tf-plugins`, or where VPCELINT_TERRAFORM_MIRROR says. What
data sources look up is answered by a stand-in of EC2 below. The plans here were made by Terraform 1.11.4 and version 5.100.0 of the provider.
"""

import http.server
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import urllib.parse

HERE = pathlib.Path(__file__).parent
NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"

VPC = """<item><vpcId>vpc-0a1b2c3d</vpcId><ownerId>111122223333</ownerId><state>available</state><cidrBlock>10.1.0.0/16</cidrBlock>
<dhcpOptionsId>dopt-1</dhcpOptionsId><instanceTenancy>default</instanceTenancy><isDefault>false</isDefault><cidrBlockAssociationSet/></item>"""
TABLE = """<item><routeTableId>rtb-1</routeTableId><vpcId>vpc-0a1b2c3d</vpcId><routeSet/><associationSet><item>
<routeTableAssociationId>rtbassoc-1</routeTableAssociationId><routeTableId>rtb-1</routeTableId><main>true</main></item></associationSet></item>"""


def zone(number, letter):
    return f"""<item><zoneName>eu-west-1{letter}</zoneName><zoneId>euw1-az{number}</zoneId><zoneState>available</zoneState>
<zoneType>availability-zone</zoneType><optInStatus>opt-in-not-required</optInStatus><groupName>eu-west-1</groupName>
<networkBorderGroup>eu-west-1</networkBorderGroup><regionName>eu-west-1</regionName></item>"""


def subnet(number, letter):
    return f"""<item><subnetId>subnet-{letter}</subnetId><vpcId>vpc-0a1b2c3d</vpcId><cidrBlock>10.1.{number}.0/24</cidrBlock>
<availabilityZone>eu-west-1{letter}</availabilityZone><state>available</state></item>"""


def answer(query):
    attribute = query.get("Attribute", [""])[0]
    flag = "true" if attribute == "enableDnsSupport" else "false"
    return {
        "DescribeAvailabilityZones": f"<availabilityZoneInfo>{zone(1, 'a')}{zone(2, 'b')}{zone(3, 'c')}</availabilityZoneInfo>",
        "DescribeVpcs": f"<vpcSet>{VPC}</vpcSet>",
        "DescribeVpcAttribute": f"<vpcId>vpc-0a1b2c3d</vpcId><{attribute}><value>{flag}</value></{attribute}>",
        "DescribeRouteTables": f"<routeTableSet>{TABLE}</routeTableSet>",
        "DescribeSubnets": f"<subnetSet>{subnet(1, 'a')}{subnet(2, 'b')}</subnetSet>",
    }[query["Action"][0]]


class StandIn(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        query = urllib.parse.parse_qs(self.rfile.read(length).decode())
        action = query["Action"][0]
        body = f'<{action}Response xmlns="{NAMESPACE}"><requestId>x</requestId>{answer(query)}</{action}Response>'.encode()
        self.send_response(200)
        self.send_header("content-type", "text/xml")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def override(port):
    return f"""provider "aws" {{
  access_key                  = "x"
  secret_key                  = "y"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints {{
    ec2 = "http://127.0.0.1:{port}"
  }}
}}
"""


def plan(source, port, mirror, name, options):
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        shutil.copytree(source, scratch / "root")
        root = scratch / "root"
        # What a repository would have elsewhere.
        if (root / "elsewhere").is_dir():
            (root / "elsewhere").rename(scratch / "elsewhere")
            for file in root.glob("*.tf"):
                file.write_text(file.read_text().replace("git::https://example.com/net.git", "./elsewhere"))
            shutil.copytree(scratch / "elsewhere", root / "elsewhere")
        (root / "zz_override.tf").write_text(override(port))
        settings = scratch / "terraformrc"
        settings.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n')
        environment = os.environ | {"TF_CLI_CONFIG_FILE": str(settings), "AWS_EC2_METADATA_DISABLED": "true", "CHECKPOINT_DISABLE": "1"}

        def terraform(*arguments):
            done = subprocess.run(["terraform", *arguments], cwd=root, env=environment, check=True, capture_output=True, text=True)
            return done.stdout

        terraform("init", "-input=false")
        terraform("plan", "-input=false", "-out=saved", *options)
        shown = json.loads(terraform("show", "-json", "saved"))
    shown.pop("timestamp", None)
    del shown["configuration"]["provider_config"]["aws"]["expressions"]["endpoints"]
    text = json.dumps(shown, separators=(",", ":")).replace("./elsewhere", "git::https://example.com/net.git")
    (source / f"{name}.json").write_text(text + "\n")


def main():
    mirror = os.environ.get("VPCELINT_TERRAFORM_MIRROR", "/opt/tf-plugins")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for options in sorted(HERE.glob("*/options.json")):
        for name, arguments in json.loads(options.read_text()).items():
            plan(options.parent, server.server_port, mirror, name, arguments)
    server.shutdown()


main()
