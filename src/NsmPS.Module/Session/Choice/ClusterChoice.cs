namespace NsmPS.Session.Choice;

/// <summary>The cluster that a session works on where a command names none.</summary>
/// <param name="Target">The cluster; null for the kubeconfig's current one.</param>
/// <param name="Lost">Why there is none; null where there is one.</param>
internal sealed record ClusterChoice(ClusterTarget? Target, string? Lost)
{
    /// <summary>What the kubeconfig says.</summary>
    public static ClusterChoice OfKubeconfig { get; } = new(null, null);

    /// <summary>None, until one is chosen.</summary>
    public static ClusterChoice None(string why) => new(null, why);

    /// <summary>The cluster; null for the kubeconfig's current one.</summary>
    /// <exception cref="NsmException">ClusterNotChosen.</exception>
    public ClusterTarget? Require() => Lost is null ? Target : throw new NsmException(NsmErrors.ClusterNotChosen, Lost);
}
