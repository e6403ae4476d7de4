using System.Text.Json.Nodes;

namespace NsmPS.Adapter.Registration;

/// <summary>A component as Meshery's registry wants it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Version">The release of the mesh.</param>
/// <param name="Document">The definition, in both shapes that servers read.</param>
internal sealed record ComponentDefinition(string Kind, string Version, JsonObject Document)
{
    public ComponentName Name => new(Kind, Version);
}
