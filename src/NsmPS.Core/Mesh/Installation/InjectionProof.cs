using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Injection;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>Proves by a server dry run that the webhook injects: NSM ignores a webhook
/// that does not answer, and then gives no sign.</summary>
internal static class InjectionProof
{
    /// <summary>How many dry runs in a row must succeed: API servers of one cluster learn of a webhook one after the other.</summary>
    private const int InARow = 3;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>What a dry run showed.</summary>
    /// <param name="Works">Whether it came back injected.</param>
    /// <param name="Reason">Why not, or why nobody knows.</param>
    /// <param name="Unknown">Whether nobody can know: a webhook of others that must be asked knows no dry run.</param>
    internal sealed record Outcome(bool Works, string Reason, bool Unknown = false)
    {
        /// <summary>Not asked: while the webhook's pod starts, a dry run would hang until the webhook's timeout.</summary>
        public static Outcome NotTried { get; } = new(false, "injection is not proven yet");
    }

    /// <summary>One dry run.</summary>
    public static async Task<Outcome> TryAsync(ClusterClient client, JsonObject probe, CancellationToken cancellationToken)
    {
        try
        {
            return InjectionRules.IsDone(await client.CreateAsync(probe, dryRun: true, cancellationToken))
                ? new Outcome(true, "")
                : new Outcome(false, "clients are not injected: the server dry run came back unchanged");
        }
        catch (NsmException exception) when (WebhookFailures.WithoutDryRun(exception) is { } webhook)
        {
            return new Outcome(false, $"whether clients are injected is unknown: {WebhookFailures.Explain(webhook)}", Unknown: true);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ApiRequestFailed || exception.Error == NsmErrors.AccessDenied)
        {
            return new Outcome(false, $"clients are not injected: {exception.Message}");
        }
    }

    /// <summary>Tries until the very object comes back injected, or it turns out that nobody can know.</summary>
    /// <returns>Whether it did; false where it stays unknown, of which the operation warns.</returns>
    /// <exception cref="NsmException">InjectionNotWorking when the time is over.</exception>
    public static async Task<bool> WaitAsync(Operation operation, JsonObject probe, CancellationToken cancellationToken)
    {
        var successes = 0;
        var reasons = operation.Reasons();
        while (true)
        {
            var outcome = await TryAsync(operation.Client, probe, cancellationToken);
            if (outcome.Unknown)
            {
                operation.Warn($"It is not proven that NSM's webhook injects clients; {outcome.Reason}.");
                return false;
            }

            successes = outcome.Works ? successes + 1 : 0;
            reasons.Observe(
                [new WaitItem(probe.Key().ToString(), outcome.Works ? NsmState.Ready : NsmState.Pending, outcome.Reason)],
                operation.Cluster.Now);
            if (successes >= InARow)
            {
                reasons.End();
                return true;
            }

            if (!outcome.Works)
            {
                if (operation.Cluster.Now >= operation.Limits.Until)
                {
                    throw new NsmException(NsmErrors.InjectionNotWorking, $"The webhook does not inject {probe.Key()}; {outcome.Reason}.",
                        probe.Key().ToString());
                }

                await Task.Delay(s_pause, operation.Cluster.Time, cancellationToken);
            }
        }
    }
}
