using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Names;

namespace NsmPS.Operations;

/// <summary>Who changes objects, and which of those on a cluster are its own.</summary>
internal abstract class ObjectOwner
{
    /// <summary>NsmPS itself, for the mesh and the sample applications.</summary>
    public static ObjectOwner Installation { get; } = new InstallationOwner();

    /// <summary>Whether it made an object.</summary>
    public abstract bool Owns(JsonObject live);

    /// <summary>Whether it may take an object of another over where the user forces it.</summary>
    public virtual bool MayTake(JsonObject live) => true;

    /// <summary>The refusal to touch an object of another.</summary>
    public abstract NsmException Refuse(JsonObject live, string cluster);

    /// <summary>The owner of the objects of a user's manifest.</summary>
    public static ObjectOwner OfManifest(string part) => new ManifestOwner(part);

    /// <summary>The owner of the objects that a folder of the user describes.</summary>
    /// <param name="name">The name of the sample that the folder is.</param>
    public static ObjectOwner OfFolder(string name) => new FolderOwner(name);

    /// <summary>Whether NsmPS itself has set a label: anybody may write it, so alone it proves nothing.</summary>
    private static bool HasSet(JsonObject live, string label) => live.Items("metadata", "managedFields").Any(entry =>
        entry.Text("manager") == KubeNames.FieldManager && entry.At("fieldsV1", "f:metadata", "f:labels", $"f:{label}") is not null);

    private sealed class InstallationOwner : ObjectOwner
    {
        public override bool Owns(JsonObject live) => Ownership.IsOurs(live);

        public override NsmException Refuse(JsonObject live, string cluster) => Ownership.Refuse(live, cluster);
    }

    private sealed class FolderOwner(string name) : ObjectOwner
    {
        public override bool Owns(JsonObject live) => Ownership.IsOurs(live) && HasSet(live, OwnNames.FolderLabel)
            && string.Equals(live.Label(OwnNames.FolderLabel), name, StringComparison.OrdinalIgnoreCase);

        public override bool MayTake(JsonObject live) => !Ownership.IsOurs(live);

        public override NsmException Refuse(JsonObject live, string cluster) => MayTake(live) ? Ownership.Refuse(live, cluster)
            : new NsmException(NsmErrors.ObjectReserved,
                $"{live.Key()} belongs to {live.Label(KubeNames.PartOfLabel) ?? "an installation"} of NsmPS; the sample '{name}' can "
                    + "neither change nor delete it.", live.Key().ToString())
            { Cluster = cluster };
    }

    private sealed class ManifestOwner(string part) : ObjectOwner
    {
        public override bool Owns(JsonObject live) =>
            MayTake(live) && live.Label(OwnNames.ManifestPartLabel) == part && HasSet(live, OwnNames.ManifestPartLabel);

        public override bool MayTake(JsonObject live) => !Ownership.IsOurs(live);

        public override NsmException Refuse(JsonObject live, string cluster)
        {
            var key = live.Key().ToString();
            return !MayTake(live)
                ? new NsmException(NsmErrors.ObjectReserved, $"{key} belongs to {live.Label(KubeNames.PartOfLabel) ?? "an installation"} "
                    + "of NsmPS; a manifest can neither change nor delete it.", key)
                { Cluster = cluster }
                : live.Label(OwnNames.ManifestPartLabel) is { } other && other != part
                ? new NsmException(NsmErrors.ObjectNotOwned, $"{key} was made by a manifest of part '{other}', not of part '{part}'.", key)
                {
                    Cluster = cluster
                }
                : Ownership.Refuse(live, cluster);
        }
    }
}
