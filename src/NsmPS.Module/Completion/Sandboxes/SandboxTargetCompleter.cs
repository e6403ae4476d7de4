using NsmPS.Sandboxes;
using NsmPS.Session;

namespace NsmPS.Completion.Sandboxes;

/// <summary>Completes what a fault can be for: what the sandbox holds, or what may come where it holds nothing.</summary>
internal sealed class SandboxTargetCompleter : ClusterCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse(request.Fault, ignoreCase: true, out NsmSandboxFaultKind kind)
            || LocalSandboxes.Find(request.Address, request.Session) is not { } record)
        {
            return [];
        }

        var sandbox = LocalSandboxes.Describe(record, NsmSandboxState.Serving);
        var client = await request.Session.ConnectAsync(LocalSandboxes.TargetOf(sandbox), cancellationToken);
        var targets = await FaultTargets.ReadAsync(client, ModuleCatalog.Load(null), kind, cancellationToken);
        return [.. targets.Suggestions.Select(name => new Candidate(name, $"{targets.What} '{name}'"))];
    }
}
