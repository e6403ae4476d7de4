namespace NsmPS.Sandbox.Workloads;

/// <summary>The faults that are on now.</summary>
public sealed class SandboxFaults
{
    private volatile FaultSet _current = new();

    /// <summary>Raised after every change, on the thread that made it.</summary>
    public event EventHandler? Changed;

    /// <summary>The faults that are on; setting them replaces all.</summary>
    public FaultSet Current
    {
        get => _current;
        set
        {
            _current = value;
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }
}
