namespace NsmPS.Kubernetes.Apply;

/// <summary>Tells requests that failed because a webhook which must be asked does not answer.</summary>
internal static class WebhookFailures
{
    private const string Text = "failed calling webhook";

    public static bool Is(NsmException exception) => exception.Error != NsmErrors.ClusterUnreachable && exception.Message.Contains(Text, StringComparison.Ordinal);
}
