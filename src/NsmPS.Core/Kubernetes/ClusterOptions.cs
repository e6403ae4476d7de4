using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes;

/// <summary>Which cluster to talk to, and as which user.</summary>
public sealed record ClusterOptions
{
    /// <summary>The kubeconfig file; null for KUBECONFIG's list, else ~/.kube/config,
    /// else the service account of the pod this runs in.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The context in it; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>How long one attempt of one request may take, watches and exec aside.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one call keeps trying while an API server that has answered before does not answer, for example because it
    /// restarts. A server that never answered is given up after 5 seconds of retries, so that a wrong address shows at once.</summary>
    public TimeSpan OutageBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What answers may take of the memory, shared with other clients; null for a limit of its own.</summary>
    public AnswerBudget? Answers { get; init; }

    /// <summary>Where the user meets credential programs; null when there is no user, as in a service.</summary>
    public ILoginScreen? Login { get; init; }

    /// <summary>Who is told of requests; null for nobody.</summary>
    public IRequestLog? Log { get; init; }
}
