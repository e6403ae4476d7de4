using NsmPS.Kubernetes;

namespace NsmPS.Completion;

/// <summary>Completes the contexts of the kubeconfig.</summary>
internal sealed class ContextCompleter : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        ClusterContexts.List(request.Kubeconfig).Select(context => new Candidate(context.Name, context.Server ?? context.Name));
}
