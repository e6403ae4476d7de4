using System.Runtime.CompilerServices;
using NsmPS.Adapter.Client.Calls;
using NsmPS.Adapter.Client.Probe;

namespace NsmPS.Adapter.Client;

/// <summary>Tests an adapter as a Meshery server would use it, one step after the other.</summary>
public sealed class AdapterProbe(AdapterAddress address, AdapterClientOptions options, TimeProvider time)
{
    /// <summary>Runs every step. After one that the others build on has failed, they are skipped.</summary>
    /// <exception cref="NsmException">CertificateFileInvalid: a file that was given cannot be used.</exception>
    public async IAsyncEnumerable<NsmAdapterCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var calls = new AdapterCalls(address, options, time);
        await using var transport = new TransportSteps(address, options);
        string? broken = null;
        foreach (var step in transport.All().Concat(new MeshSteps(calls, time).All()))
        {
            var started = time.GetTimestamp();
            var result = broken is null ? await RunAsync(step, cancellationToken) : ProbeResult.Skipped($"because {broken} failed");
            broken ??= step.Fundamental && result.Outcome == NsmAdapterOutcome.Failed ? step.Name : null;
            yield return new NsmAdapterCheck
            {
                Address = address.ToString(),
                Step = step.Name,
                Outcome = result.Outcome,
                Detail = result.Detail,
                Hint = result.Hint,
                Duration = time.GetElapsedTime(started),
            };
        }
    }

    private async Task<ProbeResult> RunAsync(ProbeStep step, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await step.Run(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Failed(
                FormattableString.Invariant($"no answer within {options.Deadline.TotalSeconds:0.#} seconds"),
                "A firewall may drop what is sent, or the adapter hangs; see its log.");
        }
        catch (NsmException failure)
        {
            return ProbeResult.Failed(failure.Message, failure.Remedy);
        }
    }
}
