using NsmPS.Adapter.Client;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the versions that an adapter installs.</summary>
internal sealed class AdapterVersionCompleter : TimedCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var address = AdapterAddress.Parse(request.Address ?? LocalAdapters.DefaultAddress);
        using var client = new AdapterClient(address, LocalAdapters.Options(address, request.Tls), TimeProvider.System);
        return [.. (await client.GetVersionsAsync(cancellationToken)).Select(version => new Candidate(version, $"{version} by {address}"))];
    }
}
