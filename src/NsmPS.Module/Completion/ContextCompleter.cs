using NsmPS.Kubernetes;

namespace NsmPS.Completion;

/// <summary>Completes the contexts of the kubeconfig.</summary>
internal sealed class ContextCompleter : TimedCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candidate>>(
            [.. ClusterContexts.List(request.Kubeconfig)
                .Select(context => new Candidate(context.Name, context.Server ?? context.Name))]);
}
