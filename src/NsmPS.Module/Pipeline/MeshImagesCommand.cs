using System.Management.Automation;
using NsmPS.Completion;

namespace NsmPS.Pipeline;

/// <summary>A command that says where a mesh's images come from.</summary>
public abstract class MeshImagesCommand : CreationCommand
{
    /// <summary>The registry.</summary>
    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "A registry, with or without a path, to take every image from.")]
    public string? ImageRegistry { get; set; }

    /// <summary>The tag.</summary>
    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "An image tag instead of the release's own.")]
    public string? ImageTag { get; set; }

    /// <summary>The pull policy.</summary>
    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "When nodes pull images: Always, IfNotPresent or Never.")]
    [ArgumentCompleter(typeof(PullPolicyCompleter))]
    public string? ImagePullPolicy { get; set; }
}
