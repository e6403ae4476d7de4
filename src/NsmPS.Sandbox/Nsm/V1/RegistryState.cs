namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>Whether a registry serves, and where it writes.</summary>
internal sealed class RegistryState
{
    private volatile string? _namespace;

    /// <summary>The namespace that registrations are written to; null while no registry serves.</summary>
    public string? Namespace
    {
        get => _namespace;
        set => _namespace = value;
    }
}
