namespace NsmPS.Lab.Spire;

/// <summary>Names and addresses by which the parts of SPIRE find each other, as its configuration in the manifests has them.</summary>
internal static class SpireNames
{
    public const string TrustDomain = "k8s.nsm";
    public const string AgentSocket = "/run/spire/sockets/agent.sock";
    public const string ServerSocket = "/tmp/spire-server/private/api.sock";
    public const string BundleFile = "/run/spire/bundle/bundle.crt";
    public const string TokenFile = "/var/run/secrets/tokens/spire-agent";
    public const string BundleMap = "/api/v1/namespaces/spire/configmaps/spire-bundle";
    public const string BundleKey = "bundle.crt";
    public const string AgentAccount = "system:serviceaccount:spire:spire-agent";
    public const string Audience = "spire-server";
    public const string WebhookLabel = "spiffe.io/webhook";
    public const string ControllerWebhook = "spire-controller-manager-webhook";
    public const string ControllerService = "spire-controller-manager-webhook-service";
    public const string Namespace = "spire";
    public const int ServerPort = 8081;
    public const int ServerHealthPort = 8080;
    public const int ControllerHealthPort = 8083;
    public const int ControllerWebhookPort = 9443;

    /// <summary>Methods of the talk between workloads, agents, controller manager and server.</summary>
    public const string AskHealth = "health";
    public const string AskSvid = "svid";
    public const string SetEntries = "entries";
}
