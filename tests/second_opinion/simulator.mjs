// Answers of an IAM simulator, for tests/second_opinion.rs: the requests come as the first line of stdin, then a policy a line; of each policy
// a line goes out with + for each request that it lets pass and - for each that it does not.
//
// Installs nothing: VPCELINT_SIMULATOR is a directory in which `npm install @cloud-copilot/iam-simulate@0.1.173` was run.

import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const load = (path) => import(pathToFileURL(join(process.env.VPCELINT_SIMULATOR, "node_modules/@cloud-copilot", path)));
const { loadPolicy } = await load("iam-policy/dist/esm/index.js");
const { analyzeResourcePolicy } = await load("iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js");
const { AwsRequestImpl } = await load("iam-simulate/dist/esm/request/request.js");
const { RequestContextImpl } = await load("iam-simulate/dist/esm/requestContext.js");
const { anonymousPrincipal } = await load("iam-simulate/dist/esm/index.js");

// The core is asked, as what is around it takes the policies of endpoints for those of identities, which have no principals.
const strict = { simulationMode: "Strict" };

function prepare({ principal, action, resource, account, context }) {
    const who = principal ?? anonymousPrincipal;
    return new AwsRequestImpl(who, { resource, accountId: account }, action, new RequestContextImpl(context));
}

let requests = null;
for await (const line of createInterface({ input: process.stdin })) {
    if (requests === null) {
        requests = JSON.parse(line).map(prepare);
        continue;
    }
    const policy = loadPolicy(JSON.parse(line), { name: "endpoint" });
    const passes = (request) => analyzeResourcePolicy(policy, request, false, strict).result.startsWith("Allowed");
    process.stdout.write(`${requests.map((request) => (passes(request) ? "+" : "-")).join("")}\n`);
}
