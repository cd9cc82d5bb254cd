//! Whose a file is and who may do what with it, for one that takes the place of another. It is made for this user alone, and nobody may
//! do more with it than with the other one at any time.

use std::{
    fs::{File, Metadata},
    io,
    path::Path,
};

#[cfg(unix)]
use std::{
    fs::Permissions,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown},
};

/// Gives a file the owner, the group and the rights of the one at a path; an error where this user may not.
#[cfg(unix)]
pub(super) fn take_after(file: &File, path: &Path, other: &Metadata) -> io::Result<()> {
    let refused = |_| io::Error::other("its owner and its group cannot be kept");
    give(file, Some(other.uid()), other.gid()).map_err(refused)?;
    take_rights(file, other.mode(), list::of(path)?.as_deref())
}

/// The same as far as this user may. In another group nobody has more rights than everybody.
#[cfg(unix)]
pub(super) fn succeed(file: &File, path: &Path, other: &Metadata) -> io::Result<()> {
    if take_after(file, path, other).is_ok() {
        return Ok(());
    }
    let (mode, list) = (other.mode() & 0o777, list::of(path)?);
    if give(file, None, other.gid()).is_ok() {
        return take_rights(file, mode, list.as_deref());
    }
    // A list may keep somebody from what everybody may.
    let everybody = if list.is_some() { 0 } else { mode & 0o7 };
    take_rights(file, mode & (0o700 | everybody << 3 | everybody), None)
}

#[cfg(unix)]
fn give(file: &File, owner: Option<u32>, group: u32) -> io::Result<()> {
    let own = file.metadata()?;
    let owner = owner.filter(|it| *it != own.uid());
    let group = Some(group).filter(|it| *it != own.gid());
    if owner.or(group).is_some() {
        fchown(file, owner, group)?;
    }
    Ok(())
}

/// The list first: then the mode says of the group what is the most that anybody in it may.
#[cfg(unix)]
fn take_rights(file: &File, mode: u32, list: Option<&[u8]>) -> io::Result<()> {
    list::give(file, list)?;
    file.set_permissions(Permissions::from_mode(mode))
}

/// Files have neither owner nor group there.
#[cfg(not(unix))]
pub(super) fn take_after(file: &File, _path: &Path, other: &Metadata) -> io::Result<()> {
    file.set_permissions(other.permissions())
}

#[cfg(not(unix))]
pub(super) use take_after as succeed;

/// Access control lists, as Linux has them: see acl(5).
#[cfg(target_os = "linux")]
mod list {
    use std::{fs::File, io, path::Path};

    use rustix::{
        buffer::spare_capacity,
        fs::{XattrFlags, fremovexattr, fsetxattr, getxattr},
        io::Errno,
    };

    const NAME: &str = "system.posix_acl_access";

    /// The most that an extended attribute holds: see xattr(7).
    const MOST: usize = 64 << 10;

    /// That of a file; a directory may give one to whatever is made in it.
    pub(super) fn of(path: &Path) -> io::Result<Option<Vec<u8>>> {
        let mut list = Vec::with_capacity(MOST);
        match getxattr(path, NAME, spare_capacity(&mut list)) {
            Ok(_) => Ok(Some(list)),
            Err(Errno::NODATA | Errno::OPNOTSUPP) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn give(file: &File, list: Option<&[u8]>) -> io::Result<()> {
        let given = match list {
            Some(list) => fsetxattr(file, NAME, list, XattrFlags::empty()),
            None => fremovexattr(file, NAME),
        };
        match given {
            Err(Errno::NODATA | Errno::OPNOTSUPP) if list.is_none() => Ok(()),
            given => given.map_err(|_| io::Error::other("its access control list cannot be kept")),
        }
    }
}

/// Those of other systems are not looked at.
#[cfg(all(unix, not(target_os = "linux")))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "what stands in its place on Linux fails"
)]
mod list {
    use std::{fs::File, io, path::Path};

    pub(super) const fn of(_path: &Path) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    pub(super) const fn give(_file: &File, _list: Option<&[u8]>) -> io::Result<()> {
        Ok(())
    }
}
