using NsmPS.Kubernetes;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>NSM v0.2: nothing is needed before the workloads, and the webhook's configuration stays as its manifest has it.</summary>
internal sealed class V02Steps(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation) : InstallationSteps(client, plan, run, operation);
