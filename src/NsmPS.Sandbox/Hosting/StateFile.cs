using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Hosting;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.CrossConnects;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Hosting;

/// <summary>A file that holds the cluster: its objects, and what lives beside them. It
/// has secrets in it, so only its owner can read it.</summary>
internal sealed class StateFile(ObjectStore store, MeshState mesh, WireTable wires)
{
    private const int Format = 1;

    /// <summary>Reads the cluster from a file; false when there is no such file.</summary>
    /// <exception cref="StateException">The file is no state of a sandbox.</exception>
    public bool TryLoad(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), JsonSerializerOptions.Strict)
                ?? throw new FormatException("it is empty");
            if (content.Format != Format)
            {
                throw new FormatException($"its format is {content.Format}, and this sandbox reads {Format}");
            }

            store.Import(content.Objects, content.Version);
            mesh.Endpoints = content.Endpoints;
            wires.Snapshot = content.Wires;
            mesh.CrossConnects.Snapshot = content.CrossConnects ?? mesh.CrossConnects.Snapshot;
            return true;
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            throw new StateException($"'{path}' is not the state of a sandbox: {failure.Message}");
        }
    }

    /// <summary>Writes the cluster.</summary>
    /// <returns>The version that was written.</returns>
    public long Save(string path)
    {
        (var objects, var version) = store.Export();
        var content = new Content(Format, version, objects, mesh.Endpoints, wires.Snapshot, mesh.CrossConnects.Snapshot);
        PrivateFiles.WriteAtomically(path, JsonSerializer.SerializeToUtf8Bytes(content, JsonSerializerOptions.Strict));
        return version;
    }

    private sealed record Content(int Format, long Version, IReadOnlyList<JsonObject> Objects, IReadOnlyList<EndpointSnapshot> Endpoints,
        WireSnapshot Wires, CrossConnectSnapshot? CrossConnects = null);
}

/// <summary>A state file cannot be used.</summary>
internal sealed class StateException(string message) : Exception(message);
