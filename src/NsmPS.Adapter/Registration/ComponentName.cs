namespace NsmPS.Adapter.Registration;

/// <summary>What tells components of the model apart.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Version">The release of the mesh.</param>
internal sealed record ComponentName(string Kind, string Version);
