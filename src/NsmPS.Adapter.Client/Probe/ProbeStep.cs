namespace NsmPS.Adapter.Client.Probe;

/// <summary>A step of the probe.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fundamental">Whether the steps after it make no sense when it fails.</param>
/// <param name="Run">What it does.</param>
internal sealed record ProbeStep(string Name, bool Fundamental, Func<CancellationToken, Task<ProbeResult>> Run);
