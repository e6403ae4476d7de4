using System.Text.Json.Nodes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>What the own reader does not know is refused, so that nothing is silently left out.</summary>
internal static class Unknown
{
    public static void Refuse(Kustomization it, JsonObject mapping, IReadOnlyCollection<string> known, string what)
    {
        if (mapping.Select(field => field.Key).FirstOrDefault(field => !known.Contains(field)) is { } field)
        {
            throw it.File.Fault(field, $"without kubectl NsmPS does not know the field '{field}' of {what}",
                "Put kubectl on PATH, or leave the field out.");
        }
    }
}
