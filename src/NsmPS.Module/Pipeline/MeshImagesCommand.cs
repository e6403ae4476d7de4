using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;

namespace NsmPS.Pipeline;

/// <summary>A command that says where a mesh's images come from.</summary>
public abstract class MeshImagesCommand : CreationCommand
{
    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "A registry, with or without a path, to take every image from.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? ImageRegistry { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "An image tag instead of the release's own.")]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    public string? ImageTag { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "When nodes pull images: Always, IfNotPresent or Never.")]
    [ArgumentCompleter(typeof(PullPolicyCompleter))]
    public string? ImagePullPolicy { get; set; }

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Secrets of the mesh's namespace with which the images are pulled from a private registry.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? ImagePullSecret { get; set; }

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "The folder in which the kubelets keep their files, where it is not /var/lib/kubelet.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? KubeletPath { get; set; }
}
