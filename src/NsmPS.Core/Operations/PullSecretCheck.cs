using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;

namespace NsmPS.Operations;

/// <summary>Refuses to plan with pull secrets that are not there: Kubernetes would pass over them in silence, and nodes would fail to pull
/// images much later.</summary>
internal sealed class PullSecretCheck(MeshCluster cluster)
{
    private static readonly string[] s_types = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

    /// <summary>Checks that each namespace which gets workloads has each Secret. Where the user may not read them it is not
    /// checked.</summary>
    /// <exception cref="NsmException">OptionInvalid.</exception>
    public async Task RequireAsync(IReadOnlyList<string> names, ManifestSet set, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return;
        }

        var namespaces = set.Objects.Where(item => item.At("spec", "template", "spec") is not null).Select(item => item.Namespace())
            .OfType<string>().Distinct();
        await Task.WhenAll(namespaces.SelectMany(_ => names, (home, name) => RequireAsync(home, name, cancellationToken)));
    }

    private async Task RequireAsync(string home, string name, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await cluster.GetAsync(KnownTypes.Secrets.Key(home, name), cancellationToken);
            var lack = secret is null ? "is not there"
                : !s_types.Contains(secret.Text("type")) ? $"is of type {secret.Text("type")}, with which no image is pulled"
                : null;
            if (lack is not null)
            {
                throw cluster.Error(NsmErrors.OptionInvalid, $"The image pull secret '{name}' {lack} in namespace '{home}'.", name,
                    $"Create it before: kubectl create namespace {home}; kubectl create secret docker-registry {name} -n {home} "
                        + "--docker-server=... --docker-username=... --docker-password=...");
            }
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied)
        {
            // The installation may be allowed all the same.
        }
    }
}
