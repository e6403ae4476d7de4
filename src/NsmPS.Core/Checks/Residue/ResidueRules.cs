using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Residue;

/// <summary>What of a cluster's objects is residue of NSM, as a pure function of them.</summary>
internal static class ResidueRules
{
    /// <summary>What is left, namespaces aside. Where a mesh is installed, what may belong to it does not count.</summary>
    public static IEnumerable<ResidueFinder.Left> Find(ResidueView view)
    {
        var homes = ResidueNames.HomesOf(view.Of(KnownTypes.ServiceAccounts));
        foreach (var item in view.Of(KnownTypes.MutatingWebhookConfigurations)
            .Concat(view.SpireIsOfNsm ? view.Of(KnownTypes.ValidatingWebhookConfigurations) : [])
            .Where(item => view.Mesh is null || LeadsNowhere(item, view)))
        {
            if (ResidueNames.IsWebhook(item) || ResidueNames.OnlyLooksLikeWebhook(item))
            {
                yield return Webhook(item, view);
            }
        }

        if (view.Mesh is null)
        {
            foreach (var left in OfTheCluster(view))
            {
                yield return left;
            }
        }

        foreach (var item in view.Objects.Values.SelectMany(list => list)
            .Where(item => item.Namespace() is { } space && space != view.Mesh && item.Kind() is not ("Pod" or "Node")))
        {
            if (!NsmTypes.All.Any(type => type.Kind == item.Kind())
                && (IsOwnResidue(item, view) || ResidueNames.IsNamespaced(item, homes) || IsPair(item)))
            {
                yield return Make(item, view, IsOwnResidue(item, view)
                    ? "It is of an installation or a sample of NsmPS that is not there any more."
                    : "It is of an installation of NSM that is not there any more.");
            }
        }
    }

    /// <summary>Whether a namespace may have been made for NSM.</summary>
    public static bool MayBeOurs(JsonObject item, ResidueView view) => view.Mesh is null && !item.IsTerminating()
        && (Ownership.IsPartOf(item, OwnNames.MeshPart) || item.Name() == NsmNames.DefaultNamespace
            || (view.SpireIsOfNsm && item.Name() == SpireNames.Namespace));

    /// <summary>A namespace, which goes only when nothing of others goes with it.</summary>
    public static ResidueFinder.Left Namespace(JsonObject item, ResidueView view, IReadOnlyList<string> others)
    {
        var own = others.Count == 0 || (view.SpireIsOfNsm && item.Name() == SpireNames.Namespace);
        return Make(item, view,
            own
                ? "The namespace was made for NSM, and nothing of others is in it."
                : $"The namespace may have been made for NSM, but holds objects of others: {string.Join(", ", others)}.", removable: own);
    }

    private static IEnumerable<ResidueFinder.Left> OfTheCluster(ResidueView view)
    {
        var handMade = view.Of(NsmTypes.NetworkServices).Where(IsHandMade).Select(item => item.Key().ToString()).ToArray();
        foreach (var item in view.Of(KnownTypes.CustomResourceDefinitions).Where(ResidueNames.IsDefinition))
        {
            yield return handMade.Length == 0
                ? Make(item, view, "A definition of NSM. It keeps another generation of NSM from being installed.")
                : Make(item, view, $"A definition of NSM; it stays because a person wrote {string.Join(", ", handMade)}.",
                    removable: false);
        }

        foreach (var item in NsmTypes.All.SelectMany(view.Of))
        {
            yield return IsHandMade(item)
                ? Make(item, view, "A network service that a person wrote; it is not touched.", NsmResidueOwner.Unknown, removable: false)
                : Make(item, view, "A registration that NSM wrote and never removes.", NsmResidueOwner.Upstream);
        }

        foreach (var left in OfSpire(view))
        {
            yield return left;
        }

        foreach (var item in view.Of(KnownTypes.ClusterRoles)
            .Where(item => Ownership.IsPartOf(item, OwnNames.MeshPart) || ResidueNames.IsRole(item, view.Spire)))
        {
            yield return Make(item, view, "A role of NSM.");
        }

        foreach (var item in view.Of(KnownTypes.ClusterRoleBindings)
            .Where(item => Ownership.IsPartOf(item, OwnNames.MeshPart) || ResidueNames.IsBinding(item, view.Spire)))
        {
            yield return Make(item, view, "It gives a role of NSM to an account of NSM.");
        }

        foreach (var item in view.Of(KnownTypes.Nodes).Where(item => item.Number("status", "capacity", NsmNames.SocketResource) > 0))
        {
            yield return Make(item, view, $"Its capacity still names {NsmNames.SocketResource}; that is only a number, and goes with the "
                + "next start of the kubelet on a fresh node.", NsmResidueOwner.Upstream, removable: false);
        }
    }

    /// <summary>Identities and definitions of the SPIRE that came with NSM v1.
    /// Definitions stay while somebody else has identities.</summary>
    private static IEnumerable<ResidueFinder.Left> OfSpire(ResidueView view)
    {
        if (!view.SpireIsOfNsm)
        {
            yield break;
        }

        var others = view.Of(SpireTypes.Identities).Where(item => !V1ResidueNames.IsIdentity(item))
            .Select(item => item.Key().ToString()).ToArray();
        foreach (var item in view.Of(SpireTypes.Identities).Where(V1ResidueNames.IsIdentity))
        {
            yield return Make(item, view, "It gives identities to pods of NSM.");
        }

        foreach (var item in view.Of(KnownTypes.CustomResourceDefinitions).Where(V1ResidueNames.IsSpireDefinition))
        {
            yield return others.Length == 0
                ? Make(item, view, "A definition of the SPIRE that came with NSM.")
                : Make(item, view, $"A definition of SPIRE; it stays because somebody else made {string.Join(", ", others)}.",
                    removable: false);
        }
    }

    /// <summary>Where a mesh of any generation runs, objects that NsmPS made may be in use in any namespace.</summary>
    private static bool IsOwnResidue(JsonObject item, ResidueView view) => view.Mesh is null && Ownership.IsOurs(item)
        && (item.Label(KubeNames.PartOfLabel) == OwnNames.MeshPart || view.Samples.Contains(item.Label(KubeNames.PartOfLabel) ?? ""));

    private static ResidueFinder.Left Webhook(JsonObject item, ResidueView view)
    {
        if (ResidueNames.OnlyLooksLikeWebhook(item))
        {
            return Make(item, view, "A webhook with a name of NSM's that leads elsewhere; it is not touched.", NsmResidueOwner.Unknown,
                removable: false);
        }

        var nowhere = LeadsNowhere(item, view);
        var must = nowhere && item.Items("webhooks").Any(webhook => webhook.Text("failurePolicy") is null or "Fail");
        var message = item.Kind() == KnownTypes.ValidatingWebhookConfigurations.Kind
            ? "A webhook of SPIRE that does not exist any more: no identity can be created, and no NSM v1 installed."
            : must ? "A webhook that must be asked and does not exist any more: no pod of the cluster can be created."
            : nowhere ? "A webhook that does not exist any more: the API server waits for it at every creation of a pod."
            : "A webhook of an installation without managers.";
        var left = Make(item, view, message);
        return left with { Residue = left.Residue with { Blocks = must && item.Kind() == KnownTypes.MutatingWebhookConfigurations.Kind } };
    }

    /// <summary>NSM v0.2 writes network services without matches; NSM v1 writes into its own namespace only.</summary>
    private static bool IsHandMade(JsonObject item) => item.Kind() == NsmTypes.NetworkServices.Kind && !Ownership.IsOurs(item)
        && (item.Items("spec", "matches").Any()
            || (item.Text("apiVersion") == NsmNames.V1ApiVersion && item.Namespace() != NsmNames.DefaultNamespace));

    private static bool IsPair(JsonObject item) => item.Kind() == KnownTypes.Secrets.Kind && item.Name() == NsmNames.WebhookSecret;

    /// <summary>Whether no pod serves a webhook.</summary>
    private static bool LeadsNowhere(JsonObject configuration, ResidueView view) => configuration.Items("webhooks").Any(webhook =>
        ServiceRules.OfWebhook(webhook, view.Of(KnownTypes.Services)) is not { } service
        || !ServiceRules.PodsOf(service, view.Of(KnownTypes.Pods)).Any(PodRules.IsLiving));

    private static ResidueFinder.Left Make(JsonObject item, ResidueView view, string message, NsmResidueOwner? owner = null,
        bool removable = true) => new(item, new NsmResidue
        {
            Cluster = view.Cluster,
            ApiVersion = item.Text("apiVersion") ?? "",
            Kind = item.Kind(),
            ObjectNamespace = item.Namespace(),
            Name = item.Name(),
            Uid = item.Uid() ?? "",
            Owner = Ownership.IsOurs(item) ? NsmResidueOwner.NsmPS : owner ?? NsmResidueOwner.Upstream,
            Removable = removable,
            Message = message,
        });
}
