using NsmPS.Adapter.Hosting;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;

namespace NsmPS.Adapter.Operations;

/// <summary>Connects with kubeconfigs from the network, and where the administrator allowed it with the adapter's own.</summary>
internal sealed class ClusterConnector(AdapterSettings settings, AnswerBudget answers, TimeProvider time) : IClusterConnector
{
    public Task<ClusterClient> ConnectAsync(ClusterSource source, CancellationToken cancellationToken) => source switch
    {
        // An empty text must never make NsmPS use a kubeconfig of this machine.
        ClusterSource.Remote remote when string.IsNullOrWhiteSpace(remote.Text) =>
            throw new NsmException(NsmErrors.KubeconfigMissing, $"The {remote.Label} is empty."),
        ClusterSource.Remote remote => Task.FromResult(Connect(remote)),
        _ => ClusterClient.ConnectAsync(new ClusterOptions { Answers = answers }, time, cancellationToken),
    };

    private ClusterClient Connect(ClusterSource.Remote remote)
    {
        var client = ClusterClient.Connect(
            new RemoteKubeconfig(remote.Text) { AllowedPlugins = settings.AllowedPlugins, Context = remote.Context }, time, answers);
        if (settings.AllowedServers.IsEmpty || settings.AllowedServers.Any(server => server.Matches(client.Server)))
        {
            return client;
        }

        client.Dispose();
        throw new NsmException(NsmErrors.KubeconfigRefused,
            $"The API server of the {remote.Label} is not among those that the administrator allows with "
                + $"{nameof(settings.AllowedServers)}.");
    }
}
