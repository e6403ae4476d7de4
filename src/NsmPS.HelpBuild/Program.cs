using NsmPS.HelpBuild;
using NsmPS.HelpBuild.Pages;

if (HelpOptions.Parse(args) is not { } options)
{
    BuildLog.Write(new PageError("NsmPS.HelpBuild", 1, ErrorIds.Arguments, HelpOptions.Usage));
    return 2;
}

var errors = HelpFiles.Make(options);
foreach (var error in errors)
{
    BuildLog.Write(error);
}

return errors.Count == 0 ? 0 : 1;
