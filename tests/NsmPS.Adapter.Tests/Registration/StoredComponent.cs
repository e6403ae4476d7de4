namespace NsmPS.Adapter.Tests.Registration;

/// <summary>A row of a server's registry.</summary>
/// <param name="Id">Its id in the document.</param>
/// <param name="Kind">The component's kind.</param>
/// <param name="Version">The release of the mesh.</param>
/// <param name="Schema">Its JSON schema.</param>
internal sealed record StoredComponent(string Id, string Kind, string Version, string Schema);
