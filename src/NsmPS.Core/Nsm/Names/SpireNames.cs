namespace NsmPS.Nsm.Names;

/// <summary>Names that SPIRE gives to things on a cluster. No other file spells them.</summary>
internal static class SpireNames
{
    public const string Namespace = "spire";
    public const string ApiVersion = "spire.spiffe.io/v1alpha1";
    public const string Server = "spire-server";
    public const string Agent = "spire-agent";

    /// <summary>Where the agent of a node has its socket; NSM's pods take it from there.</summary>
    public const string SocketFolder = "/run/spire/sockets";
}
