namespace NsmPS.Probe;

/// <summary>How a probe's work fails.</summary>
public enum ProbeFailure
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>With an exception nobody foresaw.</summary>
    Defect,

    /// <summary>With a cancellation that nobody asked for.</summary>
    StrayCancellation,
}
