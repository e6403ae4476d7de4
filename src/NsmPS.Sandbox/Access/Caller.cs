namespace NsmPS.Sandbox.Access;

/// <summary>Who sends a request.</summary>
internal sealed record Caller(string Name, params string[] Groups)
{
    /// <summary>Who has the token of the kubeconfig.</summary>
    public static readonly Caller Administrator = new("sandbox-admin", "system:masters", "system:authenticated");

    public static Caller Account(string ns, string name) => new($"system:serviceaccount:{ns}:{name}",
        "system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated");
}
