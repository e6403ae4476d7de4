using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Rendering;

/// <summary>Turns checked options into the objects of a mesh. It needs no cluster.</summary>
internal sealed class MeshRenderer
{
    private static readonly string[] s_pullPolicies = ["Always", "IfNotPresent", "Never"];

    private readonly Release _release;

    /// <summary>Checks the options.</summary>
    /// <exception cref="NsmException">One of the catalogue's InvalidArgument errors, or SecureModeNotOffered.</exception>
    public MeshRenderer(Catalog catalog, NsmMeshOptions options)
    {
        _release = catalog.Release(options.Version);
        var info = _release.Info;
        if (options.Secure && !_release.Generation.UsesSpire)
        {
            throw new NsmException(NsmErrors.SecureModeNotOffered, $"Secure mode is not offered for {info.Version}.", info.Version);
        }

        if (options.UseExistingSpire && !_release.Generation.UsesSpire)
        {
            throw new NsmException(NsmErrors.OptionInvalid, $"UseExistingSpire is set, but {info.Version} uses no SPIRE.",
                nameof(options.UseExistingSpire));
        }

        Options = options with
        {
            Version = info.Version,
            Namespace = Home(options.Namespace ?? info.DefaultNamespace),
            ForwardingPlane = OptionRules.OneOf(options.ForwardingPlane
                ?? info.ForwardingPlanes[0], info.ForwardingPlanes, "ForwardingPlane"),
            Components = [.. options.Components.Select(component => OptionRules.OneOf(component, info.Components, "Component")).Distinct()
                .Order(StringComparer.Ordinal)],
            ImageTag = OptionRules.ImageTag(options.ImageTag) ?? info.ImageTag,
            ImageRegistry = OptionRules.Registry(options.ImageRegistry),
            ImagePullPolicy = options.ImagePullPolicy is { } policy ? OptionRules.OneOf(policy, s_pullPolicies, "ImagePullPolicy") : null,
            ImagePullSecrets = OptionRules.PullSecrets(options.ImagePullSecrets),
            KubeletPath = OptionRules.Folder(options.KubeletPath, "KubeletPath"),
            Secure = _release.Generation.UsesSpire,
        };
    }

    /// <summary>The options with every default filled in.</summary>
    public NsmMeshOptions Options { get; }

    public NsmRelease Release => _release.Info;

    public Generation Generation => _release.Generation;

    public string Namespace => Options.Namespace!;

    /// <param name="certificate">The webhook's key pair; null where SPIRE gives it one.</param>
    public ManifestSet Render(WebhookCertificate? certificate)
    {
        var set = _release.Select(Options.ForwardingPlane!, Options.Components.ToHashSet(StringComparer.Ordinal),
            Options.UseExistingSpire ? SpireTypes.Part : null)
            .With(Placement.Into(Release.DefaultNamespace, Namespace))
            .With(Images.Use(Options.ImageRegistry, Options.ImageTag, Options.ImagePullPolicy))
            .With(PodSettings.PullSecrets(Options.ImagePullSecrets)).With(PodSettings.Kubelet(Options.KubeletPath));
        if (Options.Components.Contains(Tracing.Component))
        {
            set = set.With(Tracing.To(Namespace));
        }

        if (certificate is not null)
        {
            set = WithSecret(set, certificate.ToSecret(Namespace)).With(certificate.Bind);
        }

        return set.With(Placement.Owned(OwnNames.MeshPart, Release.Version));
    }

    private string Home(string name) => _release.Generation.UsesSpire && name == SpireNames.Namespace
        ? throw new NsmException(NsmErrors.OptionInvalid, $"Namespace '{name}' is SPIRE's; {_release.Info.Version} needs one of its own.",
            nameof(NsmMeshOptions.Namespace))
        : OptionRules.Namespace(name);

    /// <summary>The key pair comes before the workloads: a pod whose Secret is missing
    /// waits a minute and longer for its next try.</summary>
    private static ManifestSet WithSecret(ManifestSet set, JsonObject secret)
    {
        var workloads = set.Stages.IndexOf(set.Stages.First(stage => stage.Name == StageNames.Workloads));
        return new ManifestSet(set.Stages.Insert(workloads, new ManifestStage(StageNames.Configuration, [secret])));
    }
}
