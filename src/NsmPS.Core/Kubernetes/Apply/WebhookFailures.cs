using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Apply;

/// <summary>Tells requests that failed because of a webhook that must be asked.</summary>
internal static partial class WebhookFailures
{
    private const string Text = "failed calling webhook";

    /// <summary>Whether the webhook does not answer.</summary>
    public static bool Is(NsmException exception) =>
        exception.Error != NsmErrors.ClusterUnreachable && exception.Message.Contains(Text, StringComparison.Ordinal);

    /// <summary>The webhook because of which the server refuses every dry run of a request that it would otherwise take; null for any other
    /// refusal. Kubernetes before 1.22 takes such webhooks, and newer ones keep those that they have.</summary>
    public static string? WithoutDryRun(NsmException exception) =>
        exception.Error == NsmErrors.ApiRequestFailed && NoDryRun().Match(exception.Message) is { Success: true } match
            ? match.Groups["name"].Value
            : null;

    /// <summary>What a user should know of such a webhook.</summary>
    public static string Explain(string webhook) =>
        $"Webhook '{webhook}' knows no dry run, so the API server cannot be asked what it would do. Its owner can set its sideEffects to "
            + "None or NoneOnDryRun";

    [GeneratedRegex("admission webhook \"(?<name>[^\"]+)\" does not support dry run")]
    private static partial Regex NoDryRun();
}
