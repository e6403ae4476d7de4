using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Deletes objects of a sample: clients before endpoints, each gone before the next.</summary>
internal sealed class SampleRemoval(ClusterClient client, Operation operation)
{
    public async Task RunAsync(IReadOnlyCollection<PlannedObject> objects, bool wait, CancellationToken cancellationToken)
    {
        var removal = new Removal(client, operation);
        foreach (var stage in objects.GroupBy(item => item.Stage).OrderBy(group => Order(group.Key)))
        {
            var pods = wait ? await removal.PodsOfAsync([.. stage], cancellationToken) : [];
            await new Applier(client).DeleteAsync(stage, operation.Done, cancellationToken);
            if (wait)
            {
                await removal.WaitUntilGoneAsync([.. stage, .. pods], cancellationToken);
            }
        }
    }

    private static int Order(string stage) => stage switch
    {
        StageNames.Clients => 0,
        StageNames.Endpoints => 1,
        _ => 2,
    };
}
