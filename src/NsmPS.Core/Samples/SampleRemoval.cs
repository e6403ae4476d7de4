using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Deletes objects of a sample: clients before endpoints.</summary>
internal sealed class SampleRemoval(ClusterClient client, Operation operation)
{
    public Task RunAsync(IReadOnlyCollection<PlannedObject> objects, bool wait, CancellationToken cancellationToken) => new Removal(client, operation).RunAsync(
        [.. objects.GroupBy(item => item.Stage).OrderBy(group => Order(group.Key)).Select(group => group.ToArray())], wait, _ => { }, cancellationToken);

    private static int Order(string stage) => stage switch
    {
        StageNames.Clients => 0,
        StageNames.Endpoints => 1,
        StageNames.Namespaces => 3,
        _ => 2,
    };
}
