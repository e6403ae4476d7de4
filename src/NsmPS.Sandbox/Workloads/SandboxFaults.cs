namespace NsmPS.Sandbox.Workloads;

/// <summary>The faults that are on now. Whoever plays a part looks when it acts, and at nodes and running containers within a second.</summary>
public sealed class SandboxFaults
{
    private volatile FaultSet _current = new();

    /// <summary>The faults that are on; setting them replaces all.</summary>
    public FaultSet Current
    {
        get => _current;
        set => _current = value;
    }
}
