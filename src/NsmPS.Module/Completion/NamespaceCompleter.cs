namespace NsmPS.Completion;

/// <summary>Completes the namespaces of the cluster.</summary>
internal sealed class NamespaceCompleter : ClusterCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var client = await request.Session.ConnectAsync(request.Target, cancellationToken);
        var names = await client.ListNamespacesAsync(cancellationToken);
        return [.. names.Select(name => new Candidate(name, $"{name} on {client.Name}"))];
    }
}
