namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>Which of the logins that are built into kubectl can be used, and what replaced the others.</summary>
internal static class AuthProviderRules
{
    /// <summary>The one that is left.</summary>
    public const string Oidc = "oidc";

    /// <summary>Why a user's provider cannot be used, as the end of a sentence about the user; null when it can.</summary>
    public static string? FindFault(KubeconfigUser user) => user switch
    {
        { Plugin: not null } => "has both an auth-provider and an exec plugin: keep one of them",
        { AuthProvider: { Name: Oidc } oidc } => oidc switch
        {
            { Issuer: null } => Missing("idp-issuer-url"),
            { ClientId: null } => Missing("client-id"),
            _ => null,
        },
        { AuthProvider.Name: "gcp" } => Removed("gcp", "the exec plugin gke-gcloud-auth-plugin: install it and run "
            + "'gcloud container clusters get-credentials' for the cluster again"),
        { AuthProvider.Name: "azure" } => Removed("azure", "the exec plugin kubelogin: install it and run 'kubelogin convert-kubeconfig'"),
        _ => $"logs in by the auth-provider '{user.AuthProvider!.Name}', which Kubernetes does not know; use an exec plugin",
    };

    private static string Missing(string name) => $"logs in by the auth-provider '{Oidc}', whose {name} is missing";

    private static string Removed(string name, string instead) =>
        $"logs in by the auth-provider '{name}', which Kubernetes has removed. It was replaced by {instead}";
}
